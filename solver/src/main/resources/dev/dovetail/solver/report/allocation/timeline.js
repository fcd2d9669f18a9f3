// Draws the timeline again on canvases from the page's own data, so that it can be zoomed and asked. Without it the static pictures stay.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('timeline-data').textContent);
  if (!data.horizon) { return; }
  var MIN_SPAN = 20;
  var from = 0, to = data.horizon, chosen = -1, pending = false, drag = null;
  var charts = [];
  var transfers = readTransfers();
  var lanes = {cores: data.cores.map(readCore), channels: readChannels()};
  var memory = data.memory.map(readMemory);
  var tip = document.createElement('div');
  tip.id = 'tip';
  document.body.appendChild(tip);

  function grouped(n) { return Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ','); }
  function bytes(n) {
    var units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'], u = 0;
    while (n >= 1023.5 && u < 4) { n /= 1024; u++; }
    return (u === 0 ? n : n < 9.995 ? n.toFixed(2) : n < 99.95 ? n.toFixed(1) : n.toFixed(0)) + ' ' + units[u];
  }

  function readCore(flat) {
    var bars = [], at = 0;
    for (var i = 0; i < flat.length; i += 4) {
      at += flat[i];
      bars.push({start: at, end: at + flat[i + 1], category: flat[i + 2], id: flat[i + 3]});
    }
    return bars;
  }
  function readTransfers() {
    var all = [], at = 0, f = data.transfers;
    for (var i = 0; i < f.length; i += 8) {
      at += f[i];
      all.push({start: at, end: at + f[i + 1], route: data.routes[f[i + 2]], traffic: f[i + 3], tensor: f[i + 4], bytes: f[i + 5],
        source: f[i + 6], targets: f[i + 7]});
    }
    return all;
  }
  function readChannels() {
    var all = data.channelNames.map(function () { return []; });
    transfers.forEach(function (t, id) {
      var held = t.end - t.start - t.route[0];
      for (var i = 1; held > 0 && i < t.route.length; i += 2) {
        var begin = t.start + t.route[i + 1];
        all[t.route[i]].push({start: begin, end: begin + held, category: t.traffic, id: id});
      }
    });
    all.forEach(function (bars) { bars.sort(function (a, b) { return a.start - b.start || a.end - b.end; }); });
    return all;
  }
  function readMemory(flat) {
    var steps = [], at = 0;
    for (var i = 0; i < flat.length; i += 3) {
      at += flat[i];
      steps.push({start: at, total: flat[i + 1], weights: flat[i + 2]});
    }
    return steps;
  }
  // Index of the last element that starts at or before the time; -1 if there is none.
  function lastAt(list, time) {
    var lo = 0, hi = list.length;
    while (hi > lo) {
      var mid = (lo + hi) >> 1;
      if (time >= list[mid].start) { lo = mid + 1; } else { hi = mid; }
    }
    return lo - 1;
  }

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function palette() {
    var p = {k: [], t: []};
    for (var i = 0; i !== data.colours; i++) { p.k.push(colour('--k' + i)); }
    for (i = 0; i !== data.traffic.length; i++) { p.t.push(colour('--t' + i)); }
    ['grid', 'heat', 'bad', 'line'].forEach(function (n) { p[n] = colour('--' + n); });
    return p;
  }
  // Cycles between labels: round, and so far apart that labels keep clear of each other, also the last one that ends at the border.
  function step(w) {
    var s = 1, i = 0, most = Math.max(1, Math.min(8, w / (grouped(to).length * 10 + 14)));
    while ((to - from) / s > most) { s = i % 3 === 1 ? s / 2 * 5 : s * 2; i++; }
    return s;
  }

  function setUp(chart) {
    var plot = chart.querySelector('.plot');
    var c = {name: chart.dataset.chart, height: +chart.dataset.height, lanes: chart.dataset.lanes.split(',').map(Number), plot: plot,
      canvas: document.createElement('canvas'), cursor: document.createElement('div'), choice: document.createElement('div'),
      axis: chart.previousElementSibling.querySelector('.axis')};
    c.cursor.className = 'cursor';
    c.choice.className = 'choice';
    plot.appendChild(c.canvas);
    plot.appendChild(c.choice);
    plot.appendChild(c.cursor);
    plot.dataset.live = '1';
    plot.addEventListener('pointermove', function (e) { move(c, e); });
    plot.addEventListener('pointerdown', function (e) { down(c, e); });
    plot.addEventListener('pointerup', function (e) { up(c, e); });
    plot.addEventListener('pointercancel', function () { drag = null; choices(null); });
    plot.addEventListener('pointerleave', leave);
    plot.addEventListener('wheel', function (e) { wheel(c, e); }, {passive: false});
    charts.push(c);
  }
  function bars(c) { return c.name.indexOf('core') === 0 ? lanes.cores : lanes.channels; }
  function isHeat(c) { return c.name.indexOf('-heat') > 0; }

  function redraw() {
    if (!pending) {
      pending = true;
      requestAnimationFrame(function () {
        pending = false;
        var p = palette();
        charts.forEach(function (c) { draw(c, p); });
        document.getElementById('range').textContent = 'cycles ' + grouped(from) + ' to ' + grouped(to);
      });
    }
  }
  function draw(c, p) {
    var w = c.plot.clientWidth, h = c.height * c.lanes.length, ratio = window.devicePixelRatio || 1;
    c.canvas.width = Math.round(w * ratio);
    c.canvas.height = Math.round(h * ratio);
    var g = c.canvas.getContext('2d');
    g.scale(ratio, ratio);
    ticks(c, g, w, h, p);
    c.lanes.forEach(function (lane, row) {
      if (c.name === 'memory') {
        drawMemory(g, memory[lane], data.capacity[lane], row * c.height, c.height, w, p);
      } else if (isHeat(c)) {
        drawHeat(g, bars(c)[lane], row * c.height, c.height, w, p);
      } else {
        drawBars(c, g, bars(c)[lane], row * c.height, w, p);
      }
    });
  }
  function ticks(c, g, w, h, p) {
    var s = step(w), labels = document.createDocumentFragment();
    g.fillStyle = p.grid;
    for (var t = Math.ceil(from / s) * s; !(t > to); t += s) {
      var x = (t - from) / (to - from) * w, label = document.createElement('span');
      g.fillRect(Math.round(x), 0, 1, h);
      label.className = 'tick' + (x > 0.96 * w ? ' last' : '');
      label.style.left = x + 'px';
      label.style.transform = 0.04 * w > x ? 'none' : 'translateX(' + (x > 0.96 * w ? -100 : -50) + '%)';
      label.textContent = grouped(t);
      labels.appendChild(label);
    }
    c.axis.replaceChildren(labels);
  }
  function drawBars(c, g, list, y, w, p) {
    var layers = c.name === 'cores', colours = layers ? p.k : p.t, scale = w / (to - from), columns = [];
    g.font = '10.5px system-ui, sans-serif';
    g.textBaseline = 'middle';
    for (var i = Math.max(0, lastAt(list, from)); list.length > i && to > list[i].start; i++) {
      var b = list[i], x0 = Math.max(0, (b.start - from) * scale), x1 = Math.min(w, (b.end - from) * scale);
      if (0 > x1) { continue; }
      if (1 > x1 - x0) {
        // Too narrow to be seen: summed by pixel column, drawn below.
        var column = columns[Math.floor(x0)] || (columns[Math.floor(x0)] = {all: 0, by: {}});
        column.all += x1 - x0;
        column.by[b.category] = (column.by[b.category] || 0) + x1 - x0;
        continue;
      }
      var bw = x1 - x0 - (x1 - x0 > 4 ? 1 : 0);
      g.globalAlpha = chosen >= 0 && (!layers || b.category !== chosen) ? (layers ? 0.15 : 1) : 1;
      g.fillStyle = colours[b.category % colours.length];
      g.fillRect(x0, y + 1, bw, c.height - 2);
      if (bw > 20 && c.height >= 12 && g.globalAlpha === 1) {
        g.save();
        g.beginPath();
        g.rect(x0, y, bw - 2, c.height);
        g.clip();
        g.fillStyle = layers || b.category === 1 || b.category === 3 ? '#111' : '#fff';
        g.fillText(fitting(g, layers ? data.layers[b.category] : data.names[transfers[b.id].tensor], bw - 6), x0 + 3, y + c.height / 2);
        g.restore();
      }
    }
    columns.forEach(function (column, x) {
      var most = Object.keys(column.by).reduce(function (m, k) { return column.by[k] > column.by[m] ? k : m; });
      var faded = chosen >= 0 && layers && +most !== chosen;
      g.globalAlpha = Math.max(0.15, Math.min(1, column.all)) * (faded ? 0.15 : 1);
      g.fillStyle = colours[most % colours.length];
      g.fillRect(x, y + 1, 1, c.height - 2);
    });
    g.globalAlpha = 1;
  }
  // Of a name that does not fit the end, which tells layers apart better than the beginning; nothing if that says too little.
  function fitting(g, name, width) {
    if (width >= g.measureText(name).width) { return name; }
    var tail = name;
    while (tail.length > 4 && g.measureText('\u2026' + tail).width > width) { tail = tail.slice(1); }
    return tail.length > 4 ? '\u2026' + tail : '';
  }
  function drawHeat(g, list, y, h, w, p) {
    var n = Math.max(1, Math.floor(w / 4)), load = new Float64Array(n), size = (to - from) / n;
    for (var i = Math.max(0, lastAt(list, from)); list.length > i && to > list[i].start; i++) {
      var a = Math.max(0, Math.floor((list[i].start - from) / size)), z = Math.min(n - 1, Math.floor((list[i].end - from) / size));
      for (var k = a; z >= k; k++) {
        load[k] += Math.max(0, Math.min(list[i].end, from + (k + 1) * size) - Math.max(list[i].start, from + k * size)) / size;
      }
    }
    g.fillStyle = p.heat;
    for (k = 0; k !== n; k++) {
      if (load[k] > 0) {
        g.globalAlpha = 0.06 + 0.94 * Math.min(1, load[k]);
        var x = Math.round(k * w / n);
        g.fillRect(x, y, Math.round((k + 1) * w / n) - x, h > 4 ? h - 1 : h);
      }
    }
    g.globalAlpha = 1;
  }
  function drawMemory(g, steps, capacity, y, h, w, p) {
    var peak = steps.reduce(function (m, s) { return Math.max(m, s.total); }, capacity);
    var scale = (h - 6) / Math.max(1, peak), bottom = y + h - 2;
    ['total', 'weights'].forEach(function (series, n) {
      g.fillStyle = n === 0 ? p.t[1] : p.t[0];
      for (var i = Math.max(0, lastAt(steps, from)); steps.length > i && to > steps[i].start; i++) {
        var end = steps.length > i + 1 ? steps[i + 1].start : data.horizon;
        var x0 = Math.max(0, (steps[i].start - from) / (to - from) * w), x1 = Math.min(w, (end - from) / (to - from) * w);
        g.fillRect(x0, bottom - steps[i][series] * scale, Math.max(0.5, x1 - x0 + 0.3), steps[i][series] * scale);
      }
    });
    g.fillStyle = p.line;
    g.fillRect(0, bottom, w, 1);
    g.strokeStyle = p.bad;
    g.setLineDash([5, 3]);
    g.beginPath();
    g.moveTo(0, bottom - capacity * scale);
    g.lineTo(w, bottom - capacity * scale);
    g.stroke();
    g.setLineDash([]);
  }

  function timeAt(c, e) {
    var r = c.plot.getBoundingClientRect();
    return from + (e.clientX - r.left) / r.width * (to - from);
  }
  function laneAt(c, e) {
    var row = Math.floor((e.clientY - c.plot.getBoundingClientRect().top) / c.height);
    return c.lanes[Math.max(0, Math.min(c.lanes.length - 1, row))];
  }
  function barAt(c, e) {
    var time = timeAt(c, e), list = bars(c)[laneAt(c, e)], slack = (to - from) / c.plot.clientWidth, i = lastAt(list, time + slack);
    return i >= 0 && list[i].end + slack >= time ? list[i] : null;
  }
  function words(c, e) {
    var time = timeAt(c, e), lane = laneAt(c, e);
    if (c.name === 'memory') {
      var s = memory[lane][lastAt(memory[lane], time)] || {total: 0, weights: 0};
      return data.coreNames[lane] + ' at cycle ' + grouped(time) + '\n' + bytes(s.total) + ' alive (' + grouped(s.total) + ' B) of '
        + bytes(data.capacity[lane]) + '\n' + bytes(s.weights) + ' of it weights';
    }
    var name = (bars(c) === lanes.cores ? data.coreNames : data.channelNames)[lane], b = barAt(c, e);
    if (!b) { return isHeat(c) ? name : ''; }
    if (bars(c) === lanes.cores) {
      return data.layers[b.category] + ' ' + data.boxes[b.id] + '\ntask ' + b.id + ' on ' + name + '\ncycles ' + grouped(b.start) + ' to '
        + grouped(b.end) + ' (' + grouped(b.end - b.start) + ')';
    }
    var t = transfers[b.id];
    return data.traffic[t.traffic] + ': ' + data.names[t.tensor] + '\ntransfer ' + b.id + ' on ' + name + ', ' + bytes(t.bytes) + '\n'
      + data.names[t.source] + ' to ' + data.names[t.targets] + '\ncycles ' + grouped(b.start) + ' to ' + grouped(b.end) + ' ('
      + grouped(b.end - b.start) + ')';
  }
  function show(text, e) {
    tip.textContent = text;
    tip.style.display = text ? 'block' : 'none';
    var r = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(window.innerWidth - r.width - 8, e.clientX + 14)) + 'px';
    tip.style.top = (e.clientY + 20 + r.height > window.innerHeight ? e.clientY - r.height - 12 : e.clientY + 18) + 'px';
  }
  function choices(range) {
    charts.forEach(function (c) {
      c.choice.style.display = range ? 'block' : 'none';
      if (range) {
        c.choice.style.left = (range[0] - from) / (to - from) * 100 + '%';
        c.choice.style.width = (range[1] - range[0]) / (to - from) * 100 + '%';
      }
    });
  }
  function view(a, z) {
    var span = Math.max(Math.min(MIN_SPAN, data.horizon), Math.min(data.horizon, z - a));
    from = Math.max(0, Math.min(data.horizon - span, a));
    to = from + span;
    redraw();
  }
  function zoom(factor, at) { view(at - (at - from) * factor, at + (to - at) * factor); }

  function move(c, e) {
    charts.forEach(function (other) {
      other.cursor.style.display = 'block';
      other.cursor.style.left = (timeAt(c, e) - from) / (to - from) * 100 + '%';
    });
    if (drag && drag.range) {
      var t = timeAt(c, e);
      choices([Math.min(drag.time, t), Math.max(drag.time, t)]);
    } else if (drag) {
      var shift = (drag.x - e.clientX) / c.plot.clientWidth * (drag.to - drag.from);
      view(drag.from + shift, drag.to + shift);
    }
    show(drag ? '' : words(c, e), e);
  }
  function down(c, e) {
    if (e.button === 0) {
      drag = {x: e.clientX, time: timeAt(c, e), from: from, to: to, range: e.shiftKey};
      c.plot.setPointerCapture(e.pointerId);
      e.preventDefault();
    }
  }
  function up(c, e) {
    var d = drag;
    drag = null;
    choices(null);
    if (!d) { return; }
    var moved = Math.abs(e.clientX - d.x) > 3;
    if (d.range && moved) {
      var t = timeAt(c, e);
      view(Math.min(d.time, t), Math.max(d.time, t));
    } else if (!moved && c.name === 'cores') {
      var b = barAt(c, e);
      choose(b ? b.category : -1);
      if (b) { document.getElementById('layer-' + b.category).scrollIntoView({block: 'center'}); }
    }
  }
  function leave() {
    charts.forEach(function (c) { c.cursor.style.display = 'none'; });
    tip.style.display = 'none';
  }
  function wheel(c, e) {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.008), timeAt(c, e));
    } else if (Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey) {
      e.preventDefault();
      var shift = (e.deltaX || e.deltaY) / c.plot.clientWidth * (to - from);
      view(from + shift, to + shift);
    }
  }
  function choose(layer) {
    chosen = layer === chosen ? -1 : layer;
    document.querySelectorAll('tr[data-layer]').forEach(function (row) { row.classList.toggle('chosen', +row.dataset.layer === chosen); });
    redraw();
  }

  document.querySelectorAll('[data-chart]').forEach(setUp);
  document.querySelectorAll('tr[data-layer]').forEach(function (row) {
    row.title = 'Click to show only this layer in the timeline';
    row.style.cursor = 'pointer';
    row.addEventListener('click', function () { choose(+row.dataset.layer); });
  });
  var toolbar = document.getElementById('toolbar');
  toolbar.addEventListener('click', function (e) {
    var middle = (from + to) / 2, part = (to - from) / 4;
    switch (e.target.dataset.do) {
      case 'in': zoom(0.5, middle); break;
      case 'out': zoom(2, middle); break;
      case 'left': view(from - part, to - part); break;
      case 'right': view(from + part, to + part); break;
      case 'all': view(0, data.horizon); break;
    }
  });
  toolbar.hidden = false;
  document.documentElement.classList.add('live');
  window.addEventListener('resize', redraw);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  var hash = /^#layer-(\d+)$/.exec(location.hash);
  if (hash) { choose(+hash[1]); }
  redraw();
}());

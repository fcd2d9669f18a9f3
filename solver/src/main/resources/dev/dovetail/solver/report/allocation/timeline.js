// Draws the timeline again on canvases from the page's own data, so that it can be zoomed and asked. Without it the static pictures stay.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('timeline-data').textContent);
  if (!data.horizon) { return; }
  var chosen = -1, shown = null, charts = lanes.charts(), transfers = readTransfers();
  var cores = data.cores.map(lanes.read), channels = readChannels(), memory = data.memory.map(readMemory);
  var groups = (data.groups || []).map(function (name, g) { return readGroup(g); });

  function bytes(n) {
    var units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'], u = 0;
    while (n >= 1023.5 && u < 4) { n /= 1024; u++; }
    return (u === 0 ? n : n < 9.995 ? n.toFixed(2) : n < 99.95 ? n.toFixed(1) : n.toFixed(0)) + ' ' + units[u];
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
  function readGroup(g) {
    var all = [], joined = [];
    cores.forEach(function (bars) { bars.forEach(function (b) { if (data.groupOf[b.category] === g) { all.push(b); } }); });
    all.sort(function (a, b) { return a.start - b.start; });
    all.forEach(function (b) {
      var last = joined[joined.length - 1];
      if (last && last.end >= b.start) { last.end = Math.max(last.end, b.end); }
      else { joined.push({start: b.start, end: b.end, category: g, id: 0}); }
    });
    return joined;
  }
  function colourOf(layer) { return data.groupOf ? data.groupOf[layer] : layer; }
  function readMemory(flat) {
    var steps = [], at = 0;
    for (var i = 0; i < flat.length; i += 3) {
      at += flat[i];
      steps.push({start: at, total: flat[i + 1], weights: flat[i + 2]});
    }
    return steps;
  }

  function palette(prefix, count) {
    var colours = [];
    for (var i = 0; i !== count; i++) { colours.push(lanes.colour(prefix + i)); }
    return colours;
  }
  function isCores(c) { return c.name.indexOf('core') === 0; }
  function bars(c) { return isCores(c) ? cores : c.name === 'groups' ? groups : channels; }
  function isHeat(c) { return c.name.indexOf('-heat') > 0; }

  function draw(view) {
    var k = palette('--k', data.colours), t = palette('--t', data.traffic.length), heat = lanes.colour('--heat');
    shown = view;
    charts.forEach(function (c) {
      var g = lanes.begin(c, view);
      c.lanes.forEach(function (lane, row) {
        var y = row * c.height;
        if (c.name === 'memory') {
          drawMemory(c, g, view, memory[lane], data.capacity[lane], y, t);
        } else if (isHeat(c)) {
          lanes.drawHeat(c, g, view, bars(c)[lane], y, heat);
        } else if (c.name === 'cores') {
          lanes.drawBars(c, g, view, cores[lane], y, function (layer) {
            return {fill: k[colourOf(layer) % k.length], ink: '#111', faded: chosen >= 0 && layer !== chosen ? 0.15 : 1};
          }, function (b) { return data.layers[b.category]; });
        } else if (c.name === 'groups') {
          lanes.drawBars(c, g, view, groups[lane], y, function (group) {
            return {fill: k[group % k.length], ink: '#111', faded: 1};
          }, function () { return data.groups[lane]; });
        } else {
          lanes.drawBars(c, g, view, channels[lane], y, function (traffic) {
            return {fill: t[traffic % t.length], ink: traffic === 1 || traffic === 3 ? '#111' : '#fff', faded: 1};
          }, function (b) { return data.names[transfers[b.id].tensor]; });
        }
      });
    });
  }
  function drawMemory(c, g, view, steps, capacity, y, colours) {
    var w = c.plot.clientWidth, h = c.height, span = view.to - view.from;
    var peak = steps.reduce(function (m, s) { return Math.max(m, s.total); }, capacity);
    var scale = (h - 6) / Math.max(1, peak), bottom = y + h - 2;
    ['total', 'weights'].forEach(function (series, n) {
      g.fillStyle = n === 0 ? colours[1] : colours[0];
      for (var i = Math.max(0, lanes.lastAt(steps, view.from)); steps.length > i && view.to > steps[i].start; i++) {
        var end = steps.length > i + 1 ? steps[i + 1].start : data.horizon;
        var x0 = Math.max(0, (steps[i].start - view.from) / span * w), x1 = Math.min(w, (end - view.from) / span * w);
        g.fillRect(x0, bottom - steps[i][series] * scale, Math.max(0.5, x1 - x0 + 0.3), steps[i][series] * scale);
      }
    });
    g.fillStyle = lanes.colour('--line');
    g.fillRect(0, bottom, w, 1);
    g.strokeStyle = lanes.colour('--bad');
    g.setLineDash([5, 3]);
    g.beginPath();
    g.moveTo(0, bottom - capacity * scale);
    g.lineTo(w, bottom - capacity * scale);
    g.stroke();
    g.setLineDash([]);
  }

  function words(c, e, time) {
    var lane = lanes.laneAt(c, e);
    if (c.name === 'memory') {
      var s = memory[lane][lanes.lastAt(memory[lane], time)] || {total: 0, weights: 0};
      return data.coreNames[lane] + ' at cycle ' + grouped(time) + '\n' + bytes(s.total) + ' alive (' + grouped(s.total) + ' B) of '
        + bytes(data.capacity[lane]) + '\n' + bytes(s.weights) + ' of it weights';
    }
    if (c.name === 'groups') {
      var busy = lanes.barAt(c, groups[lane], shown, time);
      return busy ? data.groups[lane] + '\ncycles ' + grouped(busy.start) + ' to ' + grouped(busy.end) : '';
    }
    var name = (isCores(c) ? data.coreNames : data.channelNames)[lane], b = lanes.barAt(c, bars(c)[lane], shown, time);
    if (!b) { return isHeat(c) ? name : ''; }
    if (isCores(c)) {
      return data.layers[b.category] + ' ' + data.boxes[b.id] + '\ntask ' + b.id + ' on ' + name + '\ncycles ' + grouped(b.start) + ' to '
        + grouped(b.end) + ' (' + grouped(b.end - b.start) + ')';
    }
    var t = transfers[b.id];
    return data.traffic[t.traffic] + ': ' + data.names[t.tensor] + '\ntransfer ' + b.id + ' on ' + name + ', ' + bytes(t.bytes) + '\n'
      + data.names[t.source] + ' to ' + data.names[t.targets] + '\ncycles ' + grouped(b.start) + ' to ' + grouped(b.end) + ' ('
      + grouped(b.end - b.start) + ')';
  }
  function click(c, e, time) {
    if (c.name === 'cores') {
      var b = lanes.barAt(c, cores[lanes.laneAt(c, e)], shown, time);
      choose(b ? b.category : -1);
      if (b) { document.getElementById('layer-' + b.category).scrollIntoView({block: 'center'}); }
    }
  }
  function choose(layer) {
    chosen = layer === chosen ? -1 : layer;
    document.querySelectorAll('tr[data-layer]').forEach(function (row) { row.classList.toggle('chosen', +row.dataset.layer === chosen); });
    time.redraw();
  }

  var time = timeline({horizon: data.horizon, plots: charts, draw: draw, words: words, click: click});
  document.querySelectorAll('tr[data-layer]').forEach(function (row) {
    row.title = 'Click to show only this layer in the timeline';
    row.style.cursor = 'pointer';
    row.addEventListener('click', function () { choose(+row.dataset.layer); });
  });
  var hash = /^#layer-(\d+)$/.exec(location.hash);
  if (hash) { choose(+hash[1]); }
  time.redraw();
}());

// Lanes of bars on a canvas; each bar is {start, end, category, id}, by start.
var lanes = (function () {
  'use strict';
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  // The plots of the page's charts of lanes, each with a canvas; of those whose name is wanted, if that is asked.
  function charts(wanted) {
    return Array.from(document.querySelectorAll('[data-chart]')).filter(function (chart) {
      return !wanted || wanted(chart.dataset.chart);
    }).map(function (chart) {
      var plot = chart.querySelector('.plot');
      return {name: chart.dataset.chart, height: +chart.dataset.height, lanes: chart.dataset.lanes.split(',').map(Number), plot: plot,
        canvas: plot.appendChild(document.createElement('canvas')), axis: chart.previousElementSibling.querySelector('.axis')};
    });
  }
  // Bars from a flat list: start after the start before, length, category, id.
  function read(flat) {
    var bars = [], at = 0;
    for (var i = 0; i < flat.length; i += 4) {
      at += flat[i];
      bars.push({start: at, end: at + flat[i + 1], category: flat[i + 2], id: flat[i + 3]});
    }
    return bars;
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
  // Clears a chart's canvas, labels its axis and draws the grid; the context to draw on.
  function begin(c, view) {
    var w = c.plot.clientWidth, h = c.height * c.lanes.length, ratio = window.devicePixelRatio || 1;
    c.canvas.width = Math.round(w * ratio);
    c.canvas.height = Math.round(h * ratio);
    var g = c.canvas.getContext('2d');
    g.scale(ratio, ratio);
    g.fillStyle = colour('--grid');
    view.ticks(c.axis, w, function (t, x) { g.fillRect(Math.round(x), 0, 1, h); });
    return g;
  }
  // look(category) is {fill, ink, faded}, faded in [0, 1]; name(bar) is written into a bar that is wide enough.
  function drawBars(c, g, view, list, y, look, name) {
    var w = c.plot.clientWidth, scale = w / (view.to - view.from), columns = [];
    g.font = '10.5px system-ui, sans-serif';
    g.textBaseline = 'middle';
    for (var i = Math.max(0, lastAt(list, view.from)); list.length > i && view.to > list[i].start; i++) {
      var b = list[i], x0 = Math.max(0, (b.start - view.from) * scale), x1 = Math.min(w, (b.end - view.from) * scale);
      if (0 > x1) { continue; }
      if (1 > x1 - x0) {
        // Too narrow to be seen: summed by pixel column, drawn below.
        var column = columns[Math.floor(x0)] || (columns[Math.floor(x0)] = {all: 0, by: {}});
        column.all += x1 - x0;
        column.by[b.category] = (column.by[b.category] || 0) + x1 - x0;
        continue;
      }
      var bw = x1 - x0 - (x1 - x0 > 4 ? 1 : 0), l = look(b.category);
      g.globalAlpha = l.faded;
      g.fillStyle = l.fill;
      g.fillRect(x0, y + 1, bw, c.height - 2);
      if (bw > 20 && c.height >= 12 && g.globalAlpha === 1) {
        g.save();
        g.beginPath();
        g.rect(x0, y, bw - 2, c.height);
        g.clip();
        g.fillStyle = l.ink;
        g.fillText(fitting(g, name(b), bw - 6), x0 + 3, y + c.height / 2);
        g.restore();
      }
    }
    columns.forEach(function (column, x) {
      var most = +Object.keys(column.by).reduce(function (m, k) { return column.by[k] > column.by[m] ? k : m; }), l = look(most);
      g.globalAlpha = Math.max(0.15, Math.min(1, column.all)) * l.faded;
      g.fillStyle = l.fill;
      g.fillRect(x, y + 1, 1, c.height - 2);
    });
    g.globalAlpha = 1;
  }
  // Of a name that does not fit the end, which tells bars apart better than the beginning; nothing if that says too little.
  function fitting(g, name, width) {
    if (width >= g.measureText(name).width) { return name; }
    var tail = name;
    while (tail.length > 4 && g.measureText('\u2026' + tail).width > width) { tail = tail.slice(1); }
    return tail.length > 4 ? '\u2026' + tail : '';
  }
  function drawHeat(c, g, view, list, y, fill) {
    var w = c.plot.clientWidth, h = c.height, n = Math.max(1, Math.floor(w / 4)), load = new Float64Array(n);
    var size = (view.to - view.from) / n;
    for (var i = Math.max(0, lastAt(list, view.from)); list.length > i && view.to > list[i].start; i++) {
      var a = Math.max(0, Math.floor((list[i].start - view.from) / size)), z = Math.min(n - 1, Math.floor((list[i].end - view.from) / size));
      for (var k = a; z >= k; k++) {
        load[k] += Math.max(0, Math.min(list[i].end, view.from + (k + 1) * size) - Math.max(list[i].start, view.from + k * size)) / size;
      }
    }
    g.fillStyle = fill;
    for (k = 0; k !== n; k++) {
      if (load[k] > 0) {
        g.globalAlpha = 0.06 + 0.94 * Math.min(1, load[k]);
        var x = Math.round(k * w / n);
        g.fillRect(x, y, Math.round((k + 1) * w / n) - x, h > 4 ? h - 1 : h);
      }
    }
    g.globalAlpha = 1;
  }
  // The lane at the pointer.
  function laneAt(c, e) {
    var row = Math.floor((e.clientY - c.plot.getBoundingClientRect().top) / c.height);
    return c.lanes[Math.max(0, Math.min(c.lanes.length - 1, row))];
  }
  // The bar of a list at a time, or within a pixel of it; null if there is none.
  function barAt(c, list, view, time) {
    var slack = (view.to - view.from) / c.plot.clientWidth, i = lastAt(list, time + slack);
    return i >= 0 && list[i].end + slack >= time ? list[i] : null;
  }
  return {colour: colour, charts: charts, read: read, lastAt: lastAt, begin: begin, drawBars: drawBars, drawHeat: drawHeat, laneAt: laneAt,
    barAt: barAt};
}());

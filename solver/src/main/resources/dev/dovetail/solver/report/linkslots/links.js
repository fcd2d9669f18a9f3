// Draws the slots of links and sources again on canvases from the page's own data, so that they can be zoomed and asked.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('timeline-data').textContent);
  if (!data.horizon) { return; }
  var bars = {links: data.bars.links.map(lanes.read), sources: data.bars.sources.map(lanes.read)}, shown = null;
  var charts = lanes.charts(function (name) { return bars[name].length > 0; });

  function draw(view) {
    var heat = lanes.colour('--heat'), colours = [];
    for (var i = 0; i !== data.colours; i++) { colours.push(lanes.colour('--k' + i)); }
    shown = view;
    charts.forEach(function (c) {
      var g = lanes.begin(c, view);
      c.lanes.forEach(function (lane, row) {
        if (c.name === 'sources') {
          lanes.drawHeat(c, g, view, bars.sources[lane], row * c.height, heat);
        } else {
          lanes.drawBars(c, g, view, bars.links[lane], row * c.height, function (group) {
            return {fill: colours[group % colours.length], ink: '#111', faded: 1};
          }, function (b) { return data.messages[2 * b.id]; });
        }
      });
    });
  }
  function words(c, e, time) {
    var lane = lanes.laneAt(c, e), b = lanes.barAt(c, bars[c.name][lane], shown, time), name = data[c.name][lane];
    return b ? 'message ' + data.messages[2 * b.id] + ', from ' + data.messages[2 * b.id + 1] + '\n' + data.groupWord + ' '
      + data.groups[b.category] + '\n' + (c.name === 'links' ? 'on ' : 'at source ') + name + ' in slots ' + grouped(b.start) + ' to '
      + grouped(b.end - 1) + ' (' + grouped(b.end - b.start) + ')' : name;
  }
  timeline({horizon: data.horizon, unit: 'slots', plots: charts, draw: draw, words: words}).redraw();
}());

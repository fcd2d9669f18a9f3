// Zooms the drawing of both streams: its columns are cycles, so that another part of it is shown by another view box.
(function () {
  'use strict';
  var plot = document.querySelector('.plot[data-horizon]');
  if (!plot) { return; }
  var svg = plot.querySelector('svg'), grid = svg.querySelector('.grid'), height = plot.clientHeight;
  var axis = document.querySelector('#timeline .axis'), labels = Array.from(document.querySelectorAll('#timeline [data-a]'));
  var heads = Array.from(plot.querySelectorAll('[data-at]'));

  function draw(view) {
    var w = plot.clientWidth, scale = w / (view.to - view.from), d = '';
    svg.setAttribute('viewBox', view.from + ' 0 ' + (view.to - view.from) + ' ' + height);
    view.ticks(axis, w, function (t) { d += 'M' + t + ' 0V' + height; });
    grid.setAttribute('d', d);
    labels.forEach(function (l) { place(l, view, scale, w); });
    heads.forEach(function (h) {
      var x = (+h.dataset.at - view.from) * scale;
      h.style.left = x + 'px';
      h.style.display = x >= 0 && w >= x ? 'block' : 'none';
    });
    document.querySelectorAll('#buffer .band').forEach(function (b) {
      b.textContent = b.clientWidth >= b.dataset.label.length * 6.2 + 6 ? b.dataset.label : '';
    });
  }
  // The part of a label's span that is in sight; its text only where enough of it fits to tell it from others.
  function place(label, view, scale, w) {
    var a = Math.max(0, (+label.dataset.a - view.from) * scale), z = Math.min(w, (+label.dataset.z - view.from) * scale);
    var visible = z > a, full = label.dataset.label, letters = Math.floor((z - a - 6) / 6.2), band = label.classList.contains('band');
    label.style.display = visible && (band || letters > 5 || letters >= full.length) ? 'block' : 'none';
    if (visible) {
      label.style.left = a + 'px';
      label.style.width = z - a + 'px';
      label.textContent = letters >= full.length ? full : band ? '' : letters > 5 ? '\u2026' + full.slice(full.length - letters + 1) : '';
    }
  }

  // What is under the pointer shows its lines, and a line both of its ends.
  function mark(words, on) {
    words.forEach(function (word) {
      svg.querySelectorAll('[data-bar="' + word + '"], [data-link~="' + word + '"]').forEach(function (o) { o.classList.toggle('chosen', on); });
    });
  }
  ['pointerover', 'pointerout'].forEach(function (type) {
    svg.addEventListener(type, function (e) {
      var data = e.target.dataset || {};
      mark(data.bar ? [data.bar] : data.link ? data.link.split(' ') : [], type === 'pointerover');
    });
  });

  timeline({horizon: +plot.dataset.horizon, plots: [{plot: plot, axis: axis}], draw: draw}).redraw();
}());

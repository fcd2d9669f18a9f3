// Zooms the drawing of both streams: its columns are cycles, so that another part of it is shown by another view box.
(function () {
  'use strict';
  var plot = document.querySelector('.plot[data-horizon]');
  if (!plot) { return; }
  var svg = plot.querySelector('svg'), grid = svg.querySelector('.grid'), horizon = +plot.dataset.horizon, height = plot.clientHeight;
  var axis = document.querySelector('#timeline .axis'), labels = Array.from(document.querySelectorAll('#timeline [data-a]'));
  var heads = Array.from(plot.querySelectorAll('[data-at]'));
  var MIN_SPAN = Math.min(horizon, 20), from = 0, to = horizon, drag = null, pending = false;
  var choice = document.createElement('div');
  choice.className = 'choice';
  plot.appendChild(choice);

  function grouped(n) { return Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ','); }
  function step(w) {
    var s = 1, i = 0, most = Math.max(1, Math.min(8, w / (grouped(to).length * 10 + 14)));
    while ((to - from) / s > most) { s = i % 3 === 1 ? s / 2 * 5 : s * 2; i++; }
    return s;
  }
  function redraw() {
    if (!pending) {
      pending = true;
      requestAnimationFrame(function () { pending = false; draw(); });
    }
  }
  function draw() {
    var w = plot.clientWidth, scale = w / (to - from), s = step(w), d = '', ticks = document.createDocumentFragment();
    svg.setAttribute('viewBox', from + ' 0 ' + (to - from) + ' ' + height);
    for (var t = Math.ceil(from / s) * s; !(t > to); t += s) {
      var x = (t - from) * scale, tick = document.createElement('span');
      d += 'M' + t + ' 0V' + height;
      tick.className = 'tick' + (x > 0.96 * w ? ' last' : '');
      tick.style.left = x + 'px';
      tick.style.transform = 0.04 * w > x ? 'none' : 'translateX(' + (x > 0.96 * w ? -100 : -50) + '%)';
      tick.textContent = grouped(t);
      ticks.appendChild(tick);
    }
    grid.setAttribute('d', d);
    axis.replaceChildren(ticks);
    labels.forEach(function (l) { place(l, scale, w); });
    heads.forEach(function (h) {
      var x = (+h.dataset.at - from) * scale;
      h.style.left = x + 'px';
      h.style.display = x >= 0 && w >= x ? 'block' : 'none';
    });
    document.querySelectorAll('#buffer .band').forEach(function (b) {
      b.textContent = b.clientWidth >= b.dataset.label.length * 6.2 + 6 ? b.dataset.label : '';
    });
    document.getElementById('range').textContent = 'cycles ' + grouped(from) + ' to ' + grouped(to);
  }
  // The part of a label's span that is in sight; its text only where enough of it fits to tell it from others.
  function place(label, scale, w) {
    var a = Math.max(0, (+label.dataset.a - from) * scale), z = Math.min(w, (+label.dataset.z - from) * scale);
    var visible = z > a, full = label.dataset.label, letters = Math.floor((z - a - 6) / 6.2), band = label.classList.contains('band');
    label.style.display = visible && (band || letters > 5 || letters >= full.length) ? 'block' : 'none';
    if (visible) {
      label.style.left = a + 'px';
      label.style.width = z - a + 'px';
      label.textContent = letters >= full.length ? full : band ? '' : letters > 5 ? '\u2026' + full.slice(full.length - letters + 1) : '';
    }
  }

  function timeAt(e) {
    var r = plot.getBoundingClientRect();
    return from + (e.clientX - r.left) / r.width * (to - from);
  }
  function view(a, z) {
    var span = Math.max(MIN_SPAN, Math.min(horizon, z - a));
    from = Math.max(0, Math.min(horizon - span, a));
    to = from + span;
    redraw();
  }
  function zoom(factor, at) { view(at - (at - from) * factor, at + (to - at) * factor); }
  function choose(a, z) {
    choice.style.display = a === null ? 'none' : 'block';
    if (a !== null) {
      choice.style.left = (a - from) / (to - from) * 100 + '%';
      choice.style.width = (z - a) / (to - from) * 100 + '%';
    }
  }

  plot.addEventListener('pointerdown', function (e) {
    if (e.button === 0) {
      drag = {x: e.clientX, time: timeAt(e), from: from, to: to, range: e.shiftKey};
      e.preventDefault();
    }
  });
  plot.addEventListener('pointermove', function (e) {
    if (drag && drag.range) {
      choose(Math.min(drag.time, timeAt(e)), Math.max(drag.time, timeAt(e)));
    } else if (drag) {
      var shift = (drag.x - e.clientX) / plot.clientWidth * (drag.to - drag.from);
      view(drag.from + shift, drag.to + shift);
    }
  });
  window.addEventListener('pointerup', function (e) {
    var d = drag;
    drag = null;
    choose(null);
    if (d && d.range && Math.abs(e.clientX - d.x) > 3) { view(Math.min(d.time, timeAt(e)), Math.max(d.time, timeAt(e))); }
  });
  plot.addEventListener('wheel', function (e) {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.008), timeAt(e));
    } else if (Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey) {
      e.preventDefault();
      var shift = (e.deltaX || e.deltaY) / plot.clientWidth * (to - from);
      view(from + shift, to + shift);
    }
  }, {passive: false});

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

  var toolbar = document.getElementById('toolbar');
  toolbar.addEventListener('click', function (e) {
    var middle = (from + to) / 2, part = (to - from) / 4;
    switch (e.target.dataset.do) {
      case 'in': zoom(0.5, middle); break;
      case 'out': zoom(2, middle); break;
      case 'left': view(from - part, to - part); break;
      case 'right': view(from + part, to + part); break;
      case 'all': view(0, horizon); break;
    }
  });
  toolbar.hidden = false;
  document.documentElement.classList.add('live');
  plot.dataset.live = '1';
  window.addEventListener('resize', redraw);
  draw();
}());

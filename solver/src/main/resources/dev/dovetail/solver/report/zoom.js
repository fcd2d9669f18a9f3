// What all timelines share: which part of the time is shown, buttons, dragging and pinching, the axis, the line and the text at the pointer.
// options: horizon; unit; plots, each {plot, axis}; draw(view) draws [view.from, view.to); words(plot, event, time) is the text at the
// pointer; click(plot, event, time). The last two may be left out.
function timeline(options) {
  'use strict';
  var horizon = options.horizon, plots = options.plots, unit = options.unit || 'cycles', MIN_SPAN = Math.min(horizon, 20);
  var from = 0, to = horizon, drag = null, pending = false, tip = child(document.body, '');
  tip.id = 'tip';

  function child(parent, style) {
    var div = document.createElement('div');
    div.className = style;
    return parent.appendChild(div);
  }
  // Time between labels: round, and so far apart that labels keep clear of each other, also the last one that ends at the border.
  function step(w) {
    var s = 1, i = 0, most = Math.max(1, Math.min(8, w / (grouped(to).length * 10 + 14)));
    while ((to - from) / s > most) { s = i % 3 === 1 ? s / 2 * 5 : s * 2; i++; }
    return s;
  }
  // Labels an axis; each(t, x) is told of every label.
  function ticks(axis, w, each) {
    var s = step(w), labels = document.createDocumentFragment();
    for (var t = Math.ceil(from / s) * s; !(t > to); t += s) {
      var x = (t - from) / (to - from) * w, label = document.createElement('span');
      each(t, x);
      label.className = 'tick' + (x > 0.96 * w ? ' last' : '');
      label.style.left = x + 'px';
      label.style.transform = 0.04 * w > x ? 'none' : 'translateX(' + (x > 0.96 * w ? -100 : -50) + '%)';
      label.textContent = grouped(t);
      labels.appendChild(label);
    }
    axis.replaceChildren(labels);
  }
  function redraw() {
    if (!pending) {
      pending = true;
      requestAnimationFrame(function () {
        pending = false;
        options.draw({from: from, to: to, ticks: ticks});
        document.getElementById('range').textContent = unit + ' ' + grouped(from) + ' to ' + grouped(to);
      });
    }
  }
  function view(a, z) {
    var span = Math.max(MIN_SPAN, Math.min(horizon, z - a));
    from = Math.max(0, Math.min(horizon - span, a));
    to = from + span;
    redraw();
  }
  function zoom(factor, at) { view(at - (at - from) * factor, at + (to - at) * factor); }
  function share(t) { return (t - from) / (to - from) * 100 + '%'; }
  function choices(range) {
    plots.forEach(function (p) {
      p.choice.style.display = range ? 'block' : 'none';
      if (range) {
        p.choice.style.left = share(range[0]);
        p.choice.style.width = (range[1] - range[0]) / (to - from) * 100 + '%';
      }
    });
  }
  function timeAt(p, e) {
    var r = p.plot.getBoundingClientRect();
    return from + (e.clientX - r.left) / r.width * (to - from);
  }
  function show(text, e) {
    tip.textContent = text;
    tip.style.display = text ? 'block' : 'none';
    var r = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(window.innerWidth - r.width - 8, e.clientX + 14)) + 'px';
    tip.style.top = (e.clientY + 20 + r.height > window.innerHeight ? e.clientY - r.height - 12 : e.clientY + 18) + 'px';
  }
  function down(p, e) {
    if (e.button === 0) {
      drag = {x: e.clientX, time: timeAt(p, e), from: from, to: to, range: e.shiftKey};
      p.plot.setPointerCapture(e.pointerId);
      e.preventDefault();
    }
  }
  function move(p, e) {
    var t = timeAt(p, e);
    plots.forEach(function (other) {
      other.cursor.style.display = 'block';
      other.cursor.style.left = share(t);
    });
    if (drag && drag.range) {
      choices([Math.min(drag.time, t), Math.max(drag.time, t)]);
    } else if (drag) {
      var shift = (drag.x - e.clientX) / p.plot.clientWidth * (drag.to - drag.from);
      view(drag.from + shift, drag.to + shift);
    }
    show(drag || !options.words ? '' : options.words(p, e, t), e);
  }
  function up(p, e) {
    var d = drag, t = timeAt(p, e);
    drag = null;
    choices(null);
    if (!d) { return; }
    var moved = Math.abs(e.clientX - d.x) > 3;
    if (d.range && moved) {
      view(Math.min(d.time, t), Math.max(d.time, t));
    } else if (!moved && options.click) {
      options.click(p, e, t);
    }
  }
  function leave() {
    plots.forEach(function (p) { p.cursor.style.display = 'none'; });
    tip.style.display = 'none';
  }
  function wheel(p, e) {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      zoom(Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.008), timeAt(p, e));
    } else if (Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey) {
      e.preventDefault();
      var shift = (e.deltaX || e.deltaY) / p.plot.clientWidth * (to - from);
      view(from + shift, to + shift);
    }
  }

  plots.forEach(function (p) {
    p.choice = child(p.plot, 'choice');
    p.cursor = child(p.plot, 'cursor');
    p.plot.dataset.live = '1';
    p.plot.addEventListener('pointermove', function (e) { move(p, e); });
    p.plot.addEventListener('pointerdown', function (e) { down(p, e); });
    p.plot.addEventListener('pointerup', function (e) { up(p, e); });
    p.plot.addEventListener('pointercancel', function () { drag = null; choices(null); });
    p.plot.addEventListener('pointerleave', leave);
    p.plot.addEventListener('wheel', function (e) { wheel(p, e); }, {passive: false});
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
  window.addEventListener('resize', redraw);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  return {redraw: redraw, view: view};
}
function grouped(n) { return Math.round(n).toString().replace(/\B(?=(\d{3})+$)/g, ','); }

// Enhancements only; pages work without.
(function () {
'use strict';
var d = document, turn = 0, queue = Promise.resolve(), F = '[data-filter-list]';
function all(sel, fn, root) { [].forEach.call((root || d).querySelectorAll(sel), fn); }
function fold(s) { return s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase(); }
function typing(e) { var a = d.activeElement; return e.contains(a) && a.matches('input,textarea,select'); }

function filter(input) {
  var list = d.querySelector(input.dataset.filterList), words = fold(input.value).split(/\s+/), seen = 0;
  all('li.person,li.choice', function (li) {
 var text = fold(li.textContent);
 seen += !(li.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; }));
  }, list);
  all('[data-none]', function (e) { e.hidden = seen > 0; }, list.parentNode);
}

function reveal() {
  all('[data-print],[data-reveal]', function (b) { b.hidden = false; });
  if (navigator.clipboard) all('[data-copy]', function (b) { b.hidden = false; });
  all(F, function (i) { if (i.value) filter(i); });
}

// Replace elements by those of a fetched page; keep search text and focus.
function swap(html, sels) {
  var page = new DOMParser().parseFromString(html, 'text/html'), kept = Object.create(null);
  sels.forEach(function (s) { if (!page.querySelector(s)) throw s; });
  var f = d.activeElement, li = f.closest('li[id]'), to;
  var at = li && [].indexOf.call(li.querySelectorAll('button'), f);
  all(F, function (i) { kept[i.id] = i.value; });
  sels.forEach(function (s) { d.querySelector(s).replaceWith(page.querySelector(s)); });
  all(F, function (i) { if (i.id in kept) i.value = kept[i.id]; });
  reveal();
  if (f.isConnected) return;
  to = f.id && d.getElementById(f.id);
  li = li && d.getElementById(li.id);
  if (!to && li) { li = li.querySelectorAll('button'); to = li[at] || li[0]; }
  if (to) to.focus({ preventScroll: true });
}

function get(url, body) {
  return fetch(url, { method: body ? 'POST' : 'GET', body: body, headers: { Accept: 'text/html' } }).then(function (r) { if (!r.ok) throw r; return r.text(); });
}

// Taps are queued; a failure becomes an ordinary submission.
function live(form, by) {
  var data = new URLSearchParams(new FormData(form)), url = form.getAttribute('action') || location.href;
  if (by && by.name) data.append(by.name, by.value);
  if (form.method == 'get') { url = url.split('?')[0] + '?' + data; data = null; }
  turn++;
  queue = queue.then(function () { return get(url, data); }).then(function (html) {
 turn++;
 swap(html, form.dataset.live.split(','));
  }).catch(function () {
 if (by && by.name) {
 var i = d.createElement('input');
 i.type = 'hidden'; i.name = by.name; i.value = by.value;
 form.append(i);
 }
 if (!form.isConnected) d.body.append(form);
 form.submit();
  });
}

d.addEventListener('submit', function (e) {
  var form = e.target, data = form.dataset;
  if (data.once != null) {
 if (data.sent) return e.preventDefault();
 data.sent = 1;
 setTimeout(function () { delete data.sent; }, 4000);
  }
  if (data.live && window.fetch) {
 e.preventDefault();
 live(form, e.submitter || (form.contains(d.activeElement) && d.activeElement));
  }
});
addEventListener('pageshow', function () { all('[data-sent]', function (f) { delete f.dataset.sent; }); });
d.addEventListener('input', function (e) { if (e.target.matches(F)) filter(e.target); });
d.addEventListener('click', function (e) {
  var b = e.target.closest('[data-print],[data-copy]'), from;
  if (!b) return;
  if (!b.dataset.copy) return print();
  if ((from = d.querySelector(b.dataset.copy))) navigator.clipboard.writeText((from.value || from.textContent).trim()).then(function () {
 b.textContent = b.dataset.copied || '✓';
  }, function () { b.hidden = true; });
});

// Passkeys: the form is shown where the browser knows them; what it signs goes into the form.
function bytes(text) { return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), function (c) { return c.charCodeAt(0); }); }
function text64(buffer) { return btoa(String.fromCharCode.apply(0, new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''); }
function signed(key) {
  var r = key.response, out = { id: key.id, rawId: key.id, type: key.type, authenticatorAttachment: key.authenticatorAttachment || undefined, clientExtensionResults: key.getClientExtensionResults(), response: { clientDataJSON: text64(r.clientDataJSON) } };
  if (r.attestationObject) {
 out.response.attestationObject = text64(r.attestationObject);
 out.response.transports = r.getTransports ? r.getTransports() : [];
  } else {
 out.response.authenticatorData = text64(r.authenticatorData);
 out.response.signature = text64(r.signature);
 out.response.userHandle = r.userHandle ? text64(r.userHandle) : undefined;
  }
  return JSON.stringify(out);
}
function ceremony(form) {
  var kind = form.dataset.passkey;
  return fetch(form.dataset.options, { method: 'POST' }).then(function (r) { if (!r.ok) throw r; return r.json(); }).then(function (o) {
 o = o.publicKey || o;
 o.challenge = bytes(o.challenge);
 if (o.user) o.user.id = bytes(o.user.id);
 (o.excludeCredentials || []).concat(o.allowCredentials || []).forEach(function (k) { k.id = bytes(k.id); });
 return navigator.credentials[kind]({ publicKey: o });
  }).then(function (key) {
 var i = d.createElement('input');
 i.type = 'hidden'; i.name = 'credential'; i.value = signed(key);
 form.append(i);
 form.submit();
  });
}
if (window.PublicKeyCredential) all('[data-passkey]', function (form) {
  form.hidden = false;
  form.addEventListener('submit', function (e) {
 var said = form.querySelector('.error');
 e.preventDefault();
 said.hidden = true;
 ceremony(form).catch(function () { said.hidden = false; });
  });
});

all('input[data-complete]', function (i) {
  var list = d.createElement('datalist'), last = '', timer;
  list.id = i.id + '-list';
  i.after(list);
  i.setAttribute('list', list.id);
  i.addEventListener('input', function () {
 clearTimeout(timer);
 timer = setTimeout(function () {
 var typed = last = i.value;
 if (typed.length < 2) return;
 fetch(i.dataset.complete + '?q=' + encodeURIComponent(typed)).then(function (r) {
 return r.json();
 }).then(function (texts) {
 if (typed != last) return;
 list.textContent = '';
 texts.forEach(function (t) { list.append(new Option(t, t)); });
 }).catch(function () {});
 }, 120);
  });
});
reveal();
all('[data-poll][id]', function (e) {
  setInterval(function () {
 var now = d.getElementById(e.id), was = turn;
 if (now && !d.hidden && !typing(now)) get(location.href).then(function (html) {
 if (was == turn && !typing(d.getElementById(e.id))) swap(html, ['#' + e.id]);
 }).catch(function () {});
  }, 1000 * e.dataset.poll);
});
})();

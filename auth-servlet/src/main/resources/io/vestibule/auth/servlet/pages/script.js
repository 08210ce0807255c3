// Comfort only: every page works without it. It fetches nothing and stores nothing.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const lang = document.documentElement.lang;
  const username = byId('username');
  const password = byId('password');
  const live = byId('live');

  /* Show and hide the password. */
  const toggle = document.querySelector('.pw-toggle');
  const shown = () => password.type === 'text';
  let reveal = () => {};
  if (toggle && password) {
    const labels = { show: [toggle.textContent, toggle.getAttribute('aria-label')], hide: [toggle.dataset.hide, toggle.dataset.hideLabel] };
    reveal = (visible) => {
      const at = [password.selectionStart, password.selectionEnd];
      password.type = visible ? 'text' : 'password';
      password.setSelectionRange(...at);
      const [text, label] = visible ? labels.hide : labels.show;
      toggle.textContent = text;
      toggle.setAttribute('aria-label', label);
    };
    toggle.addEventListener('click', () => {
      reveal(!shown());
      live.textContent = shown() ? toggle.dataset.visible : toggle.dataset.hidden;
    });
    toggle.hidden = false;
  }

  /* Caps Lock, while a password field has the focus. Autofill sends key events that cannot tell. */
  const caps = byId('caps');
  if (caps) {
    const hint = (on) => {
      const text = on ? caps.dataset.text : '';
      if (caps.textContent !== text) caps.textContent = text;
    };
    const look = (event) => event.getModifierState && hint(event.getModifierState('CapsLock'));
    document.querySelectorAll('input[type="password"]').forEach((field) => {
      field.addEventListener('keydown', look);
      field.addEventListener('keyup', look);
      field.addEventListener('blur', () => hint(false));
    });
  }

  /* Wait after too many attempts: count down for the eye each second, for the ear each minute. */
  const error = byId('error');
  let held = () => false;
  if (error && error.dataset.seconds && username) {
    const data = error.dataset;
    const end = Date.now() + data.seconds * 1000;
    const name = username.value;
    const button = document.querySelector('button[type="submit"]');
    const time = error.querySelector('time');
    const left = () => Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const unit = (count, of) => new Intl.NumberFormat(lang, { style: 'unit', unit: of, unitDisplay: 'long' }).format(count);
    const inWords = (seconds) => (seconds < 60 ? unit(seconds, 'second') : unit(Math.ceil(seconds / 60), 'minute'));
    const digits = (seconds) => Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
    let spoken = -1;
    // Another user name is not held up by this one's attempts.
    held = () => left() > 0 && username.value === name;
    const hold = () => {
      if (held()) {
        button.setAttribute('aria-disabled', 'true');
        button.setAttribute('aria-describedby', 'error');
      } else {
        button.removeAttribute('aria-disabled');
        button.removeAttribute('aria-describedby');
      }
    };
    const tick = () => {
      const seconds = left();
      hold();
      if (seconds === 0) {
        clearInterval(timer);
        error.textContent = live.textContent = data.over;
        error.classList.remove('bad');
        document.title = data.done;
        if (!(document.activeElement instanceof HTMLInputElement)) (password || username).focus();
        return;
      }
      error.firstElementChild.textContent = data.text.replace('{left}', digits(seconds));
      document.title = data.title.replace('{left}', digits(seconds));
      if (spoken !== Math.ceil(seconds / 60)) {
        spoken = Math.ceil(seconds / 60);
        live.textContent = data.left.replace('{left}', inWords(seconds));
      }
    };
    time.textContent = new Date(time.dateTime).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    username.addEventListener('input', hold);
    const timer = setInterval(tick, 1000);
    hold();
  }

  /* Copy or print what is shown once. */
  const copy = byId('copy');
  if (copy && navigator.clipboard) {
    copy.addEventListener('click', () => navigator.clipboard.writeText(copy.dataset.text || byId('token').value)
      .then(() => { live.textContent = copy.textContent = copy.dataset.copied; }));
    copy.hidden = false;
  }
  const print = byId('print');
  if (print) {
    print.addEventListener('click', () => window.print());
    print.hidden = false;
  }

  /* Send a form once; it may be sent again when the page comes back, or when nothing came of it. */
  const release = () => document.querySelectorAll('form[data-sent]').forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll('button[type="submit"]').forEach((button) => button.removeAttribute('aria-disabled'));
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent || (form.contains(password) && held())) {
      event.preventDefault();
      return;
    }
    if (form.contains(password)) reveal(false);
    form.dataset.sent = 'yes';
    form.querySelectorAll('button[type="submit"]').forEach((button) => button.setAttribute('aria-disabled', 'true'));
    setTimeout(release, 15000);
  });
  window.addEventListener('pageshow', (event) => event.persisted && release());
})();

// Writing a chapter: how it reads, beside the text, and nothing lost when saving cannot go through.
// Without this the page has buttons that do the same.

const form = document.querySelector('form[data-chapter]');
const reads = document.querySelector('[data-reads]');
const state = form?.querySelector('[data-state]');
const text = form?.elements.text;
const PAUSE = 400;
let saved = form && typed();
let pause = 0;
let asked = 0;
let leaving = false;

function typed() {
  return `${form.elements.title.value}\n${text.value}`;
}

function say(words, bad = false) {
  state.textContent = words;
  state.classList.toggle('ins_save--bad', bad);
}

// Only the newest answer is shown; one that comes late shows nothing.
async function show() {
  const turn = ++asked;
  try {
    const answer = await fetch(form.dataset.preview, { method: 'POST', body: new FormData(form), redirect: 'error' });
    const html = await answer.text();
    if (answer.ok && turn === asked) reads.innerHTML = html;
  } catch {
    // No connection: the words stay in the box, and the next change asks again.
  }
}

// Asks for this page again before the form is sent: a lost connection or an ended session then leaves
// the text where it is, and a new session's token is put into the form.
async function mayBeSent() {
  let answer;
  try {
    answer = await fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' });
  } catch {
    return form.dataset.offline;
  }
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return form.dataset.signedOut;
  if (!answer.ok) return '';
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const token = page.querySelector('form[data-chapter] [name=csrfmiddlewaretoken]');
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  return '';
}

if (form) {
  form.addEventListener('input', () => {
    say(typed() === saved ? '' : form.dataset.unsaved);
    clearTimeout(pause);
    pause = setTimeout(show, PAUSE);
  });

  form.querySelector('[data-insert]')?.addEventListener('click', event => {
    event.preventDefault();
    const suggested = [...document.querySelectorAll('#suggested p')].map(one => one.innerText.trim());
    text.value = [text.value.trimEnd(), ...suggested].filter(Boolean).join('\n\n');
    text.dispatchEvent(new Event('input', { bubbles: true }));
    text.focus();
  });

  form.querySelector('[data-show]').addEventListener('click', event => {
    event.preventDefault();
    show();
  });

  form.addEventListener('submit', async event => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter;
    const wrong = await mayBeSent();
    if (wrong) {
      say(wrong, true);
      return;
    }
    leaving = true;
    delete form.dataset.sent;
    form.requestSubmit(button);
  });

  addEventListener('beforeunload', event => {
    if (!leaving && typed() !== saved) event.preventDefault();
  });
  addEventListener('pageshow', () => { leaving = false; });

  // After a refusal the box holds what was typed, which is not saved.
  if (document.querySelector('[data-identifiers], .ds_error-summary, .ins_three, .ins_notice--warn')) saved = '';
}

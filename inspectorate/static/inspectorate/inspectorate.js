// Every page: what JavaScript adds to pages that work without it.

// Printed pages show what is folded on the screen.
addEventListener('beforeprint', () => {
  for (const box of document.querySelectorAll('details:not([open]):not(.ins_menu):not(.ins_nav)')) {
    box.open = true;
    box.dataset.printOpened = '';
  }
});
addEventListener('afterprint', () => {
  for (const box of document.querySelectorAll('details[data-print-opened]')) {
    box.open = false;
    delete box.dataset.printOpened;
  }
});

// A menu made of details closes on Escape and when focus or a press goes elsewhere.
for (const menu of document.querySelectorAll('details.ins_menu, details.ins_nav')) {
  menu.addEventListener('keydown', event => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  menu.addEventListener('focusout', event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener('pointerdown', event => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// A refused form says so at once to whoever does not see the page.
document.querySelector('[data-error-summary]')?.focus();

// A second press of a button while the first is on its way sends nothing.
addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '';
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// The address comes from the page, because the server adds a digest to it.
const job = document.querySelector('[data-progress]');
if (job) import(job.dataset.module);

// Choosing a side puts its text into the box, as long as the box holds one of the sides' texts.
for (const group of document.querySelectorAll('[data-keep]')) {
  const name = group.dataset.keep;
  const box = document.getElementById(name);
  const side = which => group.closest('form').elements[`${which}_${name}`]?.value;
  group.addEventListener('change', event => {
    const texts = ['both', 'mine', 'theirs'].map(side);
    if (texts.includes(box.value)) box.value = side(event.target.value) ?? box.value;
  });
}

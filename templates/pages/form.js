// Puts a form to subscribe where its script element stands, and says there what became of it. Where the pages do not
// know the web site that it stands on (site.origins), the browser sends it as it sends any form.
(says => {
  const add = (parent, name, more) => parent.appendChild(Object.assign(document.createElement(name), more));
  const form = document.createElement('form');
  Object.assign(form, {method: 'post', action: says.page, className: 'staytuned'});
  const label = add(form, 'label', {textContent: says.email + ' '});
  const email = add(label, 'input', {type: 'email', name: 'email', required: true, maxLength: 254, autocomplete: 'email'});
  const trap = add(form, 'input', {name: says.trap, tabIndex: -1, autocomplete: 'off', ariaHidden: 'true'});
  trap.style.cssText = 'position: absolute; left: -9999px';
  add(form, 'input', {type: 'hidden', name: 'language', value: says.language});
  add(form, 'input', {type: 'hidden', name: 'page', value: location.href});
  add(form, 'p', {textContent: says.consent});
  add(form, 'button', {textContent: says.button});
  const answer = add(form, 'p', {role: 'status'});
  document.currentScript.after(form);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    let response;
    try {
      response = await fetch(says.api, {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify(Object.fromEntries(new FormData(form))),
      });
    } catch {
      form.submit();
      return;
    }
    const said = await response.json();
    answer.textContent = said.message ?? said.detail;
    if (!said.meant) return;
    const other = add(answer, 'button', {type: 'button', textContent: said.meant});
    other.addEventListener('click', () => {
      email.value = said.meant;
      form.requestSubmit();
    });
  });
})

// Shows the mails that the server keeps; asks for new ones every two seconds.
const list = document.querySelector('#mails');
const query = document.querySelector('#query');
let chosen = '';
let shown = '';

async function refresh() {
  const words = query.value.trim();
  const path = words ? `api/v1/search?limit=500&query=${encodeURIComponent(words)}` : 'api/v1/messages?limit=500';
  const response = await fetch(path);
  const { messages } = await response.json();
  const state = JSON.stringify([messages.map((mail) => mail.ID), chosen]);
  if (state !== shown) {
    shown = state;
    list.replaceChildren(...messages.map(entry));
  }
}

function entry(mail) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-current', String(mail.ID === chosen));
  button.append(line('strong', mail.Subject), line('span', mail.To[0].Address), line('span', new Date(mail.Created).toLocaleString()));
  button.addEventListener('click', () => choose(mail));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function line(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function choose(mail) {
  chosen = mail.ID;
  document.querySelector('#subject').textContent = mail.Subject;
  document.querySelector('#to').textContent = `to ${mail.To[0].Address}`;
  document.querySelector('#mail').src = `view/${mail.ID}.html`;
  refresh();
}

document.querySelector('#clear').addEventListener('click', async () => {
  await fetch('api/v1/messages', { method: 'DELETE' });
  chosen = '';
  document.querySelector('#mail').removeAttribute('src');
  document.querySelector('#subject').textContent = 'No mail chosen';
  document.querySelector('#to').textContent = '';
  refresh();
});
query.addEventListener('input', refresh);
refresh();
setInterval(refresh, 2000);

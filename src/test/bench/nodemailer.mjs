// Sends letters by nodemailer's pool, each rendered for its reader; prints {"seconds", "cpu_ms"} as one JSON line.
// Arguments: port, letters, connections, words, and the file of a DKIM key where they are signed.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { once } from 'node:events';

const [port, letters, connections, words, key] = process.argv.slice(2);
const nodemailer = createRequire(`${process.cwd()}/`)('nodemailer');

const pool = nodemailer.createTransport({
  host: '127.0.0.1', port: Number(port), secure: false, ignoreTLS: true,
  pool: true, maxConnections: Number(connections), maxMessages: Infinity,
  ...(key && {
    dkim: { domainName: 'example.org', keySelector: 's1', privateKey: readFileSync(key, 'utf8') },
  }),
});

const said = readFileSync(words, 'utf8').split('\n\n');

function letter(i) {
  const link = `https://letters.example.org/unsubscribe/${i}-0123456789abcdef0123456789abcdef`;
  return {
    from: 'Bench <bench@example.org>',
    to: { name: `Reader ${i}`, address: `reader${i}@example.net` },
    subject: 'The measured letter',
    text: `Hello Reader ${i},\n\n${said.join('\n\n')}\n\nUnsubscribe:\n${link}\n`,
    html: `<!DOCTYPE html><html lang="en"><body><h1>The measured letter</h1><p>Hello Reader ${i},</p>`
      + `${said.map((each) => `<p>${each}</p>`).join('\n')}<p><a href="${link}">Unsubscribe</a></p></body></html>`,
    headers: {
      'List-Id': '<bench.example.org>', 'List-Unsubscribe': `<${link}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', Precedence: 'bulk', 'Auto-Submitted': 'auto-generated',
    },
  };
}

const cpu = process.cpuUsage();
const start = performance.now();
let done = 0;
let failed;
const all = new Promise((resolve, reject) => {
  failed = reject;
  pool.on('taken', () => { if (++done === Number(letters)) resolve(); });
});
for (let i = 0; i < Number(letters);) {
  if (pool.isIdle()) {
    pool.sendMail(letter(i++)).then(() => pool.emit('taken'), failed);
  } else {
    await Promise.race([once(pool, 'idle'), once(pool, 'taken'), all]);
  }
}
await all;
const seconds = (performance.now() - start) / 1000;
const spent = process.cpuUsage(cpu);
console.log(JSON.stringify({ seconds, cpu_ms: (spent.user + spent.system) / 1000 / Number(letters) }));
pool.close();

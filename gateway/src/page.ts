/** A way into the demo tenant. Only ever shown in development. */
export interface DemoLogin {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

export interface PageFacts {
  readonly development: boolean;
  readonly demoLogins: readonly DemoLogin[];
  /** The tour as text, served at `/tour`; null when there is none. */
  readonly tour: string | null;
}

/** The first page: where to go from here. Self-contained, since it must also work without a network. */
export function firstPage({ development, demoLogins, tour }: PageFacts): string {
  const links = [
    ...(development ? [`<li><a href="/graphql">GraphiQL</a> – try queries, mutations and live subscriptions</li>`] : []),
    ...(tour ? ['<li><a href="/tour">The tour</a> – five minutes, with queries to paste</li>'] : []),
    '<li><code>POST /graphql</code> – the one endpoint; the same path takes graphql-ws and SSE</li>',
    '<li><code>POST /events</code> – CloudEvents 1.0 from the marketplace</li>',
    '<li><a href="/readyz">Readiness</a> and <a href="/metrics">metrics</a></li>',
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Praetor</title>
<style>${style}</style>
</head>
<body>
<header><h1>Praetor</h1><p>The governance plane of a marketplace: who someone is, how far they are trusted, what staff did about it, and proof.</p></header>
<main>
<section aria-labelledby="go"><h2 id="go">Where to go</h2><ul>${links.join('\n')}</ul></section>
${development && demoLogins.length > 0 ? loginTable(demoLogins) : ''}
</main>
</body>
</html>
`;
}

function loginTable(logins: readonly DemoLogin[]): string {
  const rows = logins.map(
    ({ role, email, password }) =>
      `<tr><th scope="row">${escaped(role)}</th><td><code>${escaped(email)}</code></td><td><code>${escaped(password)}</code></td></tr>`,
  );
  return `<section aria-labelledby="logins"><h2 id="logins">Demo logins</h2>
<p>One for each role. They exist in development only.</p>
<div class="scroll"><table><thead><tr><th scope="col">Role</th><th scope="col">E-mail</th><th scope="col">Password</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --paper: #fdfdfc; --line: #d8dbdf; --accent: #7a1f2b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --dim: #9aa4ae; --paper: #14171a; --line: #30363c; --accent: #e08a94; } }
body { margin: 0 auto; padding: 3rem 1.25rem; max-width: 46rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
h1 { margin: 0; font-size: 2.25rem; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.2rem; }
header p, section > p { margin: 0.25rem 0 0; color: var(--dim); }
ul { margin: 0; padding-left: 1.2rem; } li { margin: 0.35rem 0; }
a { color: var(--accent); } a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: 0.92em ui-monospace, monospace; }
.scroll { overflow-x: auto; }
table { margin-top: 0.75rem; border-collapse: collapse; width: 100%; }
th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
thead th { color: var(--dim); font-size: 0.9em; }
`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

// npm's oidc-provider with one client and one user: PKCE is required, and the login form is our own.
// Arguments: port, redirect URI, post-logout redirect URI, back-channel logout URI.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, redirect, signedOut, backchannel] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'app',
    client_secret: 'the-secret-of-the-app',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirect],
    post_logout_redirect_uris: [signedOut],
    backchannel_logout_uri: backchannel,
    backchannel_logout_session_required: true,
  }],
  jwks: { keys: [key] },
  cookies: { keys: ['for tests only'] },
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'email', 'profile', 'groups'],
  claims: {
    openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'],
  },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { AccessToken: 60, IdToken: 300, Interaction: 600, Session: 3600, Grant: 3600 },
  // It calls no loopback address by itself, and there the application is.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  issueRefreshToken: async () => true,
  findAccount: async (ctx, id) => ({
    accountId: id,
    claims: async () => ({
      sub: id, name: 'Ann Example', email: `${id}@example.com`, email_verified: true, groups: ['editors'],
    }),
  }),
});
provider.on('server_error', (ctx, error) => console.error(error));
provider.on('backchannel.error', (ctx, error) => console.error('back channel:', error));
provider.on('backchannel.success', () => console.log('back channel: told'));

const page = (uid) => `<!doctype html><title>Sign in at the provider</title>
<form method="post" action="/interaction/${uid}">
<input id="username" name="username"><input id="password" name="password" type="password">
<button id="sign-in">Sign in</button></form>`;

async function fields(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method === 'GET' && details.prompt.name === 'login') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return response.end(page(details.uid));
  }
  let accountId = details.session?.accountId;
  if (details.prompt.name === 'login') {
    const form = await fields(request);
    if (form.get('username') !== 'ann' || form.get('password') !== 'pässword: with a colon') {
      response.statusCode = 401;
      return response.end(page(details.uid));
    }
    accountId = 'ann';
  }
  const grant = details.grantId
    ? await provider.Grant.find(details.grantId)
    : new provider.Grant({ accountId, clientId: details.params.client_id });
  grant.addOIDCScope(details.params.scope);
  const grantId = await grant.save();
  return provider.interactionFinished(
    request, response, { login: { accountId }, consent: { grantId } }, { mergeWithLastSubmission: true });
}

const handle = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) return handle(request, response);
  return interaction(request, response).catch((error) => {
    console.error(error);
    response.statusCode = 500;
    response.end('broken');
  });
}).listen(Number(port), '127.0.0.1', () => console.log(`Listening on ${issuer}`));

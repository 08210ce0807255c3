// npm's oidc-provider with one client and one user: PKCE is required, and the login form is our own. Three more clients,
// called by an algorithm, get access tokens for the API (RFC 9068) that are signed so.
// Arguments: port, redirect URI, post-logout redirect URI, back-channel logout URI.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, redirect, signedOut, backchannel] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const key = (kid, alg, { privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const algorithms = ['RS256', 'ES256', 'EdDSA'];

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'app',
    client_secret: 'the-secret-of-the-app',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirect],
    post_logout_redirect_uris: [signedOut],
    backchannel_logout_uri: backchannel,
    backchannel_logout_session_required: true,
  }, ...algorithms.map((alg) => ({
    client_id: alg,
    client_secret: 'the-secret-of-the-app',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  }))],
  jwks: {
    keys: [
      key('key-1', 'RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })),
      key('key-2', 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      key('key-3', 'EdDSA', generateKeyPairSync('ed25519')),
    ],
  },
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
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: (ctx, resource, client) => ({
        audience: resource,
        scope: 'read write',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: client.clientId } },
      }),
    },
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

#!/usr/bin/env bash
# Debian's glewlwyd with one client and one user, PKCE required, set up over its own API.
# Arguments: an empty folder for its files, port, redirect URI, post-logout redirect URI, back-channel logout URI.
set -euo pipefail
folder=$1 port=$2 redirect=$3 signed_out=$4 backchannel=$5
base="http://127.0.0.1:$port"
cd "$folder"

# Debian's package has a folder where the pages look for a file.
cp -r /usr/share/glewlwyd/webapp webapp
rm webapp/config.json
cp "$(find -L /etc/glewlwyd -name 'config*.json' -type f | head -n 1)" webapp/config.json

init=/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3
sqlite3 glewlwyd.db < "$init"
sqlite3 glewlwyd.db "UPDATE g_client_module_instance SET gcmi_parameters = json_set(gcmi_parameters,
  '\$.\"data-format\".post_logout_redirect_uris', json('{\"multiple\": true, \"read\": true, \"write\": true}'));"
cat > glewlwyd.conf <<END
port=$port
bind_address="127.0.0.1"
external_url="$base"
login_url="login.html"
api_prefix="api"
static_files_path="$folder/webapp/"
log_mode="file"
log_level="WARNING"
log_file="$folder/glewlwyd.log"
cookie_domain=""
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file=""
secure_connection_pem_file=""
secure_connection_ca_file=""
hash_algorithm="SHA512"
database = { type = "sqlite3" path = "$folder/glewlwyd.db" };
static_files_mime_types = (
  { extension = ".html" mime_type = "text/html" compress = 0 },
  { extension = ".css" mime_type = "text/css" compress = 0 },
  { extension = ".js" mime_type = "application/javascript" compress = 0 },
  { extension = ".json" mime_type = "application/json" compress = 0 }
)
END
glewlwyd --config-file="$folder/glewlwyd.conf" &
server=$!
trap 'kill $server' TERM INT EXIT

call() { # method path json
  curl -sS --fail-with-body -c jar -b jar -X "$1" -H 'Content-Type: application/json' -d "$3" "$base/api/$2"
}
until curl -s -o /dev/null "$base/api/auth/"; do kill -0 $server; done
call POST auth/ '{"username":"admin","password":"password"}'

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem 2> /dev/null
openssl pkey -in key.pem -pubout -out public.pem
line() { sed ':a;N;$!ba;s/\n/\\n/g' "$1"; }
call POST mod/plugin/ "$(cat <<END
{"module": "oidc", "name": "oidc", "display_name": "OIDC", "parameters": {
  "iss": "$base/api/oidc", "jwt-type": "rsa", "jwt-key-size": "256",
  "key": "$(line key.pem)", "cert": "$(line public.pem)",
  "access-token-duration": 60, "refresh-token-duration": 3600, "code-duration": 60,
  "refresh-token-rolling": true, "refresh-token-one-use": "always", "allow-non-oidc": false,
  "auth-type-code-enabled": true, "auth-type-code-revoke-replayed": true, "auth-type-token-enabled": false,
  "auth-type-refresh-enabled": true, "jwks-show": true, "subject-type": "public",
  "pkce-allowed": true, "pkce-method-plain-allowed": false, "pkce-required": true,
  "name-claim": "mandatory", "email-claim": "mandatory", "oauth-as-iss-id": true,
  "back-channel-logout-allowed": true, "front-channel-logout-allowed": true,
  "session-management-allowed": true, "session-cookie-name": "GLEWLWYD2_OIDC_SID", "session-cookie-expiration": 3600,
  "claims": [{"name": "email_verified", "user-property": "enabled", "type": "boolean", "mandatory": true,
    "boolean-value-true": "1", "boolean-value-false": "0"}]
}}
END
)"
call POST client/ "$(cat <<END
{"client_id": "app", "name": "The application", "enabled": true, "confidential": true,
  "password": "the-secret-of-the-app", "client_secret": "the-secret-of-the-app",
  "redirect_uri": ["$redirect"], "authorization_type": ["code", "refresh_token"],
  "token_endpoint_auth_method": ["client_secret_basic"], "scope": ["openid"],
  "post_logout_redirect_uris": ["$signed_out"],
  "backchannel_logout_uri": "$backchannel"}
END
)"
call POST user/ '{"username": "ann", "name": "Ann Example", "email": "ann@example.com", "enabled": true,
  "password": "pässword: with a colon", "scope": ["openid", "g_profile"]}'
echo "Listening on $base/api/oidc"
wait $server

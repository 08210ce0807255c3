#!/usr/bin/env bash
# Debian's glewlwyd with the plugin and the client of these files and one user, set up over its own API.
# Arguments: an empty folder for its files, port, the plugin's file, the client's file.
set -euo pipefail
folder=$1 port=$2 plugin=$3 client=$4
base="http://127.0.0.1:$port"
cd "$folder"

# Debian links to scripts and styles of other packages, and has a folder where the pages look for a file.
cp -rL /usr/share/glewlwyd/webapp webapp
rm -r webapp/config.json
cp "$(find -L /etc/glewlwyd -name 'config*.json' -type f | head -n 1)" webapp/config.json

sqlite3 glewlwyd.db < /usr/share/dbconfig-common/data/glewlwyd/install/sqlite3
sqlite3 glewlwyd.db << 'END'
UPDATE g_client_module_instance SET gcmi_parameters = json_set(gcmi_parameters,
  '$."data-format".post_logout_redirect_uris', json('{"multiple": true, "read": true, "write": true}'));
UPDATE g_user_module_instance SET gumi_parameters = json_set(gumi_parameters,
  '$."data-format".groups', json('{"multiple": true, "read": true, "write": true}'),
  '$."data-format".email_verified', json('{"multiple": false, "read": true, "write": true}'));
END
cat > glewlwyd.conf << END
port=$port
bind_address="127.0.0.1"
external_url="$base"
login_url="login.html"
api_prefix="api"
static_files_path="$folder/webapp/"
log_mode="file"
log_level="WARNING"
log_file="$folder/glewlwyd.log"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
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

post() { # path, and a JSON text or @ and a file
  curl -sS --fail-with-body -c jar -b jar -H 'Content-Type: application/json' -d "$2" "$base/api/$1"
}
until curl -s -o /dev/null "$base/api/auth/"; do kill -0 $server; done
post auth/ '{"username": "admin", "password": "password"}'
post mod/plugin/ "@$plugin"
post client/ "@$client"
post user/ '{"username": "ann", "name": "Ann Example", "email": "ann@example.com", "email_verified": "1",
  "groups": ["editors"], "enabled": true, "password": "pässword: with a colon", "scope": ["openid", "g_profile"]}'
echo "Listening on $base/api/oidc"
wait $server

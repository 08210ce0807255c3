# Flask-HTTPAuth with the users, tokens and roles of FlaskHttpAuthTest. Prints its port and serves until it is killed.
import sys
from flask import Flask
from flask_httpauth import HTTPBasicAuth, HTTPDigestAuth, HTTPTokenAuth, MultiAuth
from werkzeug.serving import make_server

app = Flask(__name__)
app.config["SECRET_KEY"] = "of this test"
PASSWORDS = {"john": "hello", "susan": "bye", "cindy": "byebye", "garçon": "áéí"}
ROLES = {"john": ["normal"], "susan": ["normal", "special"]}
TOKEN = "this-is-the-token!"

basic = HTTPBasicAuth(realm="Foo")
token = HTTPTokenAuth("MyToken", realm="Foo")
key = HTTPTokenAuth("ApiKey", realm="Foo", header="X-API-Key")
digest = HTTPDigestAuth(realm="Foo")
multi = MultiAuth(basic, token, key)


@basic.verify_password
def verify_password(username, password):
    return username if username and PASSWORDS.get(username) == password else None


@basic.get_user_roles
@token.get_user_roles
@key.get_user_roles
def roles(user):
    return ROLES.get(user, [])


@token.verify_token
@key.verify_token
def verify_token(shown):
    return "john" if shown == TOKEN else None


@digest.get_password
def get_password(username):
    return PASSWORDS.get(username)


def hello(name):
    return "Hello, %s!\n" % (name or "anonymous")


ROUTES = [
    ("/basic", basic, {}),
    ("/token", token, {}),
    ("/key", key, {}),
    ("/digest", digest, {}),
    ("/multi", multi, {}),
    ("/multi/normal", multi, {"role": "normal"}),
    ("/multi/special", multi, {"role": "special"}),
    ("/normal", basic, {"role": "normal"}),
    ("/special", basic, {"role": "special"}),
    ("/either", basic, {"role": ["normal", "special"]}),
    ("/both", basic, {"role": [["normal", "special"]]}),
    ("/nested", basic, {"role": ["absent", ["normal", "special"]]}),
    ("/optional", token, {"optional": True}),
    ("/optional/special", basic, {"optional": True, "role": "special"}),
]


def route(path, auth, options):
    def view():
        user = auth.current_user()
        return hello(user if user else None)

    view.__name__ = path.replace("/", "_")
    app.route(path)(auth.login_required(**options)(view))


for one in ROUTES:
    route(*one)


@app.route("/public")
def public():
    return hello(None)


server = make_server("127.0.0.1", 0, app)
print(server.port, flush=True)
server.serve_forever()

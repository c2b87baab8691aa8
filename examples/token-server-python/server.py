"""Gives the people of your app the tokens with which they join a call. Needs Python 3.9 and no package.

ROOMCAST_URL=https://calls.example.com ROOMCAST_API_KEY=… ROOMCAST_API_SECRET=… python3 server.py
POST /token {"room": "monday-standup"} → {"roomId": "…", "token": "…"}
"""

import base64
import hashlib
import hmac
import json
import os
import re
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

URL = os.environ.get("ROOMCAST_URL", "http://localhost:8080").rstrip("/")
API_KEY = os.environ["ROOMCAST_API_KEY"]
SECRET = os.environ["ROOMCAST_API_SECRET"]
MAX_BODY = 16 * 1024


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(claims: dict, seconds: int = 600) -> str:
    """A token (JWT, HS256) with these claims."""
    now = int(time.time())
    payload = {"apikey": API_KEY, "version": 2, "jti": str(uuid.uuid4()), "iat": now, "exp": now + seconds, **claims}
    text = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, payload))
    return text + "." + base64url(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest())


def create_room(name: str) -> dict:
    """The room of that name, which is made if there is none."""
    token = sign({"permissions": ["allow_join"], "roles": ["crawler"]})
    headers = {"Authorization": token, "Content-Type": "application/json"}
    body = json.dumps({"customRoomId": name}).encode()
    request = urllib.request.Request(f"{URL}/v2/rooms", body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


class Handler(BaseHTTPRequestHandler):
    def signed_in(self):
        """Who asks. Replace this with the session of your app: whoever gets a token can join."""
        user = self.headers.get("x-demo-user", "")
        return user if re.fullmatch(r"[\w-]{1,64}", user, re.ASCII) else None

    def do_POST(self):
        if self.path != "/token":
            return self.answer(404, {"error": "Ask with POST /token"})
        user = self.signed_in()
        if user is None:
            return self.answer(401, {"error": "Sign in first"})
        try:
            length = int(self.headers.get("content-length", 0))
            if length > MAX_BODY:
                return self.answer(413, {"error": f"The body may have at most {MAX_BODY} bytes"})
            room = create_room(json.loads(self.rfile.read(length))["room"])
        except (ValueError, KeyError, TypeError):
            return self.answer(400, {"error": "The body must be JSON with `room`"})
        except urllib.error.HTTPError as error:
            # Roomcast says what is wrong.
            message = json.load(error).get("message") if error.code == 400 else "The call server refuses"
            return self.answer(400 if error.code == 400 else 502, {"error": message})
        except OSError:
            return self.answer(502, {"error": "The call server does not answer"})
        permissions = ["allow_join", "allow_mod"] if user == "host" else ["allow_join"]
        claims = {"permissions": permissions, "roles": ["rtc"], "roomId": room["roomId"], "participantId": user}
        self.answer(200, {"roomId": room["roomId"], "token": sign(claims)})

    def answer(self, status: int, body: dict):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), Handler)
    print("listening", flush=True)
    server.serve_forever()

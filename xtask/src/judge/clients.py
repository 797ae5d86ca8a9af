"""Calls the fake of Zoom with other clients. Arguments: the URL of the fake, the account id, the client id and the secret."""

import sys

from pyzoom import ZoomClient as PyZoom
from zoomus import ZoomClient as Zoomus

url, account, client_id, secret = sys.argv[1:]

zoomus = Zoomus(client_id, secret, account, base_uri=f"{url}/v2", oauth_uri=f"{url}/oauth/token")


def call(client, method, response, status):
    body = response.json() if response.content else {}
    print(f"{client} {method}: {response.status_code} {body}")
    assert response.status_code == status, response.text
    return body


info = {"email": "ada@acme.example", "type": 2, "first_name": "Ada", "last_name": "Example"}
user = call("zoomus", "user.create", zoomus.user.create(action="custCreate", user_info=info), 201)
users = call("zoomus", "user.list", zoomus.user.list(), 200)["users"]
assert [one["email"] for one in users] == ["owner@primary.example", "ada@acme.example"], users
call("zoomus", "user.update", zoomus.user.update(id=user["id"], last_name="Byron"), 204)
changed = call("zoomus", "user.get", zoomus.user.get(id=user["id"]), 200)
assert changed["last_name"] == "Byron", changed
call("zoomus", "user.get", zoomus.user.get(id="nobody"), 404)

pyzoom = PyZoom(zoomus.config["token"], "", base_url=f"{url}/v2")
pages = pyzoom.raw.get_all_pages("/users", query={"page_size": 1})
print(f"pyzoom get_all_pages: {[one['email'] for one in pages['users']]}")
assert len(pages["users"]) == 2, pages
meeting = pyzoom.raw.post(f"/users/{user['id']}/meetings", body={"topic": "Plans", "type": 2})
found = pyzoom.raw.get(f"/meetings/{meeting.json()['id']}").json()
print(f"pyzoom get: {found['topic']}")
assert found["topic"] == "Plans", found

call("zoomus", "user.delete", zoomus.user.delete(id=user["id"], action="delete"), 204)
left = call("zoomus", "user.list", zoomus.user.list(), 200)["users"]
assert [one["email"] for one in left] == ["owner@primary.example"], left

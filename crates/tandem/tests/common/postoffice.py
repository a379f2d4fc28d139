"""A mail server for tests: takes mail by SMTP and writes each as a JSON file.

    python postoffice.py DIRECTORY [PORT]

Says its port on standard output when it listens, and ends when its standard input does. It refuses
for good the addresses that begin with "refused", for now those that begin with "later", takes a
second over those that begin with "slow", and asks for a password where DIRECTORY/locked stands.
"""

import asyncio
import email.policy
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, directory):
        self.directory, self.count = directory, 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if os.path.exists(os.path.join(self.directory, "locked")):
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("later"):
            return "451 4.3.0 Try again later"
        if address.startswith("slow"):
            await asyncio.sleep(1)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        parsed = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        text = parsed.get_body(("plain",))
        mail = {
            "envelope": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in parsed.items()},
            "text": text.get_content() if text else "",
            "attachments": [
                {"name": a.get_filename(), "type": a.get_content_type(), "text": a.get_content()}
                for a in parsed.iter_attachments()
            ],
        }
        self.count += 1
        path = os.path.join(self.directory, f"{self.count:04}.json")
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump(mail, file)
        os.rename(path + ".part", path)
        return "250 OK"


async def main(directory, port):
    loop = asyncio.get_running_loop()
    handler = Handler(directory)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="post.test", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    os._exit(0)


asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))

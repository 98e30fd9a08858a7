"""A mail server for tests: takes e-mails on loopback and keeps them, or misbehaves as it is told.

It prints the port that it listens on, then writes one line of JSON to the log for each e-mail that it took: before it
says so to the client, as a server does that dies between the two. It ends when its standard input does, so that it
outlives no test. Needs aiosmtpd (Debian: apt-get install python3-aiosmtpd).
"""
import argparse
import asyncio
import email
import email.policy
import fnmatch
import json
import logging
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

arguments = argparse.ArgumentParser()
arguments.add_argument("--log", required=True, help="the file that e-mails are written to")
arguments.add_argument("--certificate", help="a certificate and its key (PEM): STARTTLS is offered")
arguments.add_argument("--require-tls", action="store_true", help="refuse everything without TLS")
arguments.add_argument("--user", help="a name that must sign in")
arguments.add_argument("--password", help="its password")
arguments.add_argument("--refuse", action="append", default=[], metavar="PATTERN=REPLY", help="refuse recipients")
arguments.add_argument("--refuse-sender", metavar="REPLY")
arguments.add_argument("--refuse-message", metavar="REPLY", help="refuse the text of a message")
arguments.add_argument("--smtputf8", action="store_true", help="take addresses beyond ASCII")
arguments.add_argument("--hang-up", action="store_true", help="close each connection before the greeting")
arguments.add_argument("--silent", action="store_true", help="never greet")
arguments.add_argument("--greeting", metavar="REPLY", help="say this in place of the greeting")
arguments.add_argument("--drop", type=int, default=0, metavar="N", help="drop the connection in the middle of the Nth message, and do not take it")
arguments.add_argument("--die", type=int, default=0, metavar="N", help="take the Nth message and die before saying so")
arguments.add_argument("--last", type=int, default=0, metavar="N", help="close each connection after N messages")
options = arguments.parse_args()

logging.disable(logging.WARNING)
log = open(options.log, "a", encoding="utf-8")
seen = 0


class Server(SMTP):
    taken = 0

    def connection_made(self, transport):
        if options.hang_up:
            transport.abort()
        elif options.greeting:
            transport.write(options.greeting.encode() + b"\r\n")
            transport.close()
        elif not options.silent:
            super().connection_made(transport)

    def data_received(self, data):
        if not (options.silent or options.greeting):
            super().data_received(data)

    async def smtp_AUTH(self, arg):
        # A mechanism is named in any case (RFC 4422, 3.1); aiosmtpd knows capitals alone.
        name, space, rest = (arg or "").partition(" ")
        await super().smtp_AUTH(name.upper() + space + rest)

    def connection_lost(self, error):
        if not (options.silent or options.greeting or options.hang_up):
            super().connection_lost(error)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if options.refuse_sender:
            return options.refuse_sender
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        for rule in options.refuse:
            pattern, reply = rule.split("=", 1)
            if fnmatch.fnmatch(address, pattern):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global seen
        seen += 1
        if seen == options.drop:
            server.transport.abort()
            return "451 dropped"
        if options.refuse_message:
            return options.refuse_message
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        print(json.dumps({
            "From": envelope.mail_from,
            "To": envelope.rcpt_tos,
            "IsEncrypted": session.ssl is not None,
            "User": session.auth_data.login.decode() if session.authenticated else None,
            "Headers": [[name, str(value)] for name, value in message.items()],
            "Parts": [[part.get_content_type(), part.get_content()] for part in message.iter_parts()],
        }), file=log, flush=True)
        if seen == options.die:
            os._exit(1)
        server.taken += 1
        if server.taken == options.last:
            asyncio.get_running_loop().call_later(0.05, server.transport.abort)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and data.login.decode() == options.user and data.password.decode() == options.password
    return AuthResult(success=known, handled=False, auth_data=data)


def serve():
    tls = None
    if options.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.certificate)
    return Server(
        Handler(), hostname="mail.test", tls_context=tls, require_starttls=options.require_tls, enable_SMTPUTF8=options.smtputf8,
        authenticator=authenticate if options.user else None, auth_required=options.user is not None,
        auth_require_tls=tls is not None)


async def main():
    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())

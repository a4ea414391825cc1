"""An SFTP server: python -m tests.servers.sftp FOLDER; prints its port. User ann, password hush."""

import asyncio
import sys

import asyncssh


class _Door(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("ann", "hush")


def _serve_folder(channel: "asyncssh.SSHServerChannel[bytes]") -> asyncssh.SFTPServer:
    return asyncssh.SFTPServer(channel, chroot=sys.argv[1].encode())


async def main() -> None:
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=_Door,
        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        sftp_factory=_serve_folder,
    )
    print(server.get_port(), flush=True)
    await asyncio.Event().wait()


asyncio.run(main())

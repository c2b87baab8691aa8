// Changes to mediasoup's sources. Each replaces a piece of text that must be there exactly once, so that a patch which
// does not fit another version of mediasoup fails loudly. What is more than a few lines is in `additions`.

/**
 * @typedef {object} Patch
 * @property {string} file relative to the worker's folder
 * @property {string} from
 * @property {string} to
 */

/**
 * mediasoup installs a BIO callback that answers 1 to whatever it is asked unless the operation is exactly
 * BIO_CB_RETURN. OpenSSL combines that flag with the operation, so the callback also answers 1 to
 * BIO_ctrl(BIO_CTRL_GET_KTLS_SEND), "does the kernel encrypt for you?". mediasoup's own OpenSSL is built without kernel
 * TLS and never asks; Debian's asks, believes it, allocates no write buffer and crashes in the first DTLS handshake.
 *
 * @type {Patch[]}
 */
const KERNEL_TLS = [
	{
		file: 'src/RTC/DtlsTransport.cpp',
		from: '(operationType == BIO_CB_RETURN)',
		to: '((operationType & BIO_CB_RETURN) != 0)',
	},
];

/**
 * DTLS 1.2 with forward secrecy and authenticated encryption alone (RFC 9325 section 4.2, BCP 195), with the suite that
 * RFC 8827 section 6.5 makes mandatory among them: mediasoup also offers CBC with SHA-1. Of the SRTP profiles, the one
 * with a tag of 32 bits goes: a forged packet passes it once in 2^32 (RFC 3711 section 9.5.1).
 *
 * @type {Patch[]}
 */
const MODERN_DTLS = [
	{
		file: 'src/RTC/DtlsTransport.cpp',
		from: '"DEFAULT:!NULL:!aNULL:!SHA256:!SHA384:!aECDH:!AESGCM+AES256:!aPSK"',
		to: '"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES256-GCM-SHA384"',
	},
	{
		file: 'src/RTC/DtlsTransport.cpp',
		from: '\t\t// Set options.\n',
		to: '\t\tSSL_CTX_set_min_proto_version(DtlsTransport::sslCtx, DTLS1_2_VERSION);\n\n\t\t// Set options.\n',
	},
	{
		file: 'src/RTC/DtlsTransport.cpp',
		from: '"SRTP_AES128_CM_SHA1_80" },\n\t\t{ RTC::SrtpSession::CryptoSuite::AES_CM_128_HMAC_SHA1_32, "SRTP_AES128_CM_SHA1_32" }\n',
		to: '"SRTP_AES128_CM_SHA1_80" }\n',
	},
];

/**
 * Connections of strangers are bounded: additions/roomcast/UnverifiedConnections.hpp says by what, and what was seen
 * without. Here it is tied to what accepts connections, reads them and knows whose they are.
 *
 * @type {Patch[]}
 */
const UNVERIFIED_CONNECTIONS = [
	{
		file: 'include/RTC/TcpServer.hpp',
		from: '#include "RTC/Transport.hpp"\n',
		to: '#include "RTC/Transport.hpp"\n#include <roomcast/UnverifiedConnections.hpp>\n#include <memory>\n',
	},
	{
		file: 'include/RTC/TcpServer.hpp',
		from: '\t\tvoid UserOnTcpConnectionAlloc() override;\n',
		to: '\t\tvoid UserOnTcpConnectionAlloc() override;\n\t\tvoid UserOnTcpConnectionAccepted(::TcpConnectionHandle* connection) override;\n',
	},
	{
		file: 'include/RTC/TcpServer.hpp',
		from: '\t\tbool fixedPort{ false };\n',
		to: '\t\tbool fixedPort{ false };\n\t\tstd::unique_ptr<roomcast::UnverifiedConnections> unverified;\n',
	},
	{
		file: 'src/RTC/TcpServer.cpp',
		from: '\tvoid TcpServer::UserOnTcpConnectionClosed(::TcpConnectionHandle* connection)\n\t{\n\t\tMS_TRACE();\n',
		to: `	void TcpServer::UserOnTcpConnectionAccepted(::TcpConnectionHandle* connection)
	{
		if (!this->unverified)
		{
			this->unverified = std::make_unique<roomcast::UnverifiedConnections>(this->shared);
		}

		this->unverified->Add(static_cast<RTC::TcpConnection*>(connection), GetNumConnections());
	}

	void TcpServer::UserOnTcpConnectionClosed(::TcpConnectionHandle* connection)
	{
		MS_TRACE();

		if (this->unverified)
		{
			this->unverified->Remove(static_cast<RTC::TcpConnection*>(connection));
		}
`,
	},
	{
		file: 'include/handles/TcpServerHandle.hpp',
		from: '\tvirtual void UserOnTcpConnectionAlloc()                                 = 0;\n',
		to: '\tvirtual void UserOnTcpConnectionAlloc()                                 = 0;\n\tvirtual void UserOnTcpConnectionAccepted(TcpConnectionHandle* connection) = 0;\n',
	},
	{
		file: 'src/handles/TcpServerHandle.cpp',
		from: '\tthis->connections.insert(connection);\n',
		to: '\tthis->connections.insert(connection);\n\n\tUserOnTcpConnectionAccepted(connection);\n',
	},
	{
		file: 'include/handles/TcpConnectionHandle.hpp',
		from: '\tvoid TriggerClose();\n',
		to: `	void TriggerClose();
	/** Closes it without waiting for what is not sent yet: its peer may never take it. */
	void Abort()
	{
		this->hasError = true;

		TriggerClose();
	}
`,
	},
	{
		file: 'include/RTC/TcpConnection.hpp',
		from: '\t\t~TcpConnection() override;\n',
		to: `		~TcpConnection() override;

		/** Its peer proved that it is in a call. */
		void Verify()
		{
			this->verified = true;
		}
		bool IsVerified() const
		{
			return this->verified;
		}
		/** What it sent is nothing that a peer of a call sends first: it is closed when that was looked at. */
		void RefuseUnlessVerified()
		{
			this->refused = !this->verified;
		}
`,
	},
	{
		file: 'include/RTC/TcpConnection.hpp',
		from: '\t\tsize_t frameStart{ 0 }; // Where the latest frame starts.\n',
		to: '\t\tsize_t frameStart{ 0 }; // Where the latest frame starts.\n\t\tbool verified{ false };\n\t\tbool refused{ false };\n',
	},
	{
		file: 'src/RTC/TcpConnection.cpp',
		from: '\tstatic constexpr size_t ReadBufferSize{ 65536 };\n',
		to: '\tstatic constexpr size_t ReadBufferSize{ 65536 };\n\t// A STUN packet of a connectivity check is a tenth of it.\n\tstatic constexpr size_t MaxUnverifiedFrame{ 1500 };\n',
	},
	{
		file: 'src/RTC/TcpConnection.cpp',
		from: '\t\t\t\tpacketLen = size_t{ Utils::Byte::Get2Bytes(this->buffer + this->frameStart, 0) };\n',
		to: `				packetLen = size_t{ Utils::Byte::Get2Bytes(this->buffer + this->frameStart, 0) };

				if (!this->verified && (packetLen == 0 || packetLen > MaxUnverifiedFrame))
				{
					Abort();

					// And exit fast since we are supposed to be deallocated.
					return;
				}
`,
	},
	{
		file: 'src/RTC/TcpConnection.cpp',
		from: '\t\t\t\t\t  this, ReadBuffer, packetLen, ReadBufferSize, receivedAtUs);\n',
		to: `					  this, ReadBuffer, packetLen, ReadBufferSize, receivedAtUs);

					if (this->refused)
					{
						Abort();

						// And exit fast since we are supposed to be deallocated.
						return;
					}
`,
	},
	{
		file: 'include/RTC/TransportTuple.hpp',
		from: '\t\tvoid CloseTcpConnection();\n',
		to: `		void CloseTcpConnection();

		void VerifyTcpConnection()
		{
			if (this->tcpConnection)
			{
				this->tcpConnection->Verify();
			}
		}

		void RefuseTcpConnection()
		{
			if (this->tcpConnection)
			{
				this->tcpConnection->RefuseUnlessVerified();
			}
		}
`,
	},
	{
		file: 'src/RTC/WebRtcTransport.cpp',
		from: '\t  const RTC::ICE::IceServer* /*iceServer*/, RTC::TransportTuple* tuple)\n\t{\n\t\tMS_TRACE();\n\n\t\tif (this->webRtcTransportListener)\n\t\t{\n\t\t\tthis->webRtcTransportListener->OnWebRtcTransportTransportTupleAdded(this, tuple);\n',
		to: '\t  const RTC::ICE::IceServer* /*iceServer*/, RTC::TransportTuple* tuple)\n\t{\n\t\tMS_TRACE();\n\n\t\ttuple->VerifyTcpConnection();\n\n\t\tif (this->webRtcTransportListener)\n\t\t{\n\t\t\tthis->webRtcTransportListener->OnWebRtcTransportTransportTupleAdded(this, tuple);\n',
	},
	{
		file: 'src/RTC/WebRtcServer.cpp',
		from: '\t\t\tMS_WARN_TAG(ice, "ignoring wrong STUN packet received");\n',
		to: '\t\t\tMS_WARN_TAG(ice, "ignoring wrong STUN packet received");\n\n\t\t\ttuple->RefuseTcpConnection();\n',
	},
	{
		file: 'src/RTC/WebRtcServer.cpp',
		from: '\t\t\tMS_WARN_TAG(ice, "ignoring received STUN packet with unknown remote ICE usernameFragment");\n',
		to: '\t\t\tMS_WARN_TAG(ice, "ignoring received STUN packet with unknown remote ICE usernameFragment");\n\n\t\t\ttuple->RefuseTcpConnection();\n',
	},
	{
		file: 'src/RTC/WebRtcServer.cpp',
		from: '\t\t\tMS_WARN_TAG(ice, "ignoring received non STUN data from unknown tuple");\n',
		to: '\t\t\tMS_WARN_TAG(ice, "ignoring received non STUN data from unknown tuple");\n\n\t\t\ttuple->RefuseTcpConnection();\n',
	},
];

/**
 * A participant over TCP that stops reading. mediasoup queues in memory whatever the kernel does not take, without an
 * end: consent checks of a peer go on while it reads nothing. Media that waits for longer than a second is of no use, so
 * packets are dropped, whole frames of RFC 4571 each, while more than that waits. What is closed with something unsent
 * is closed at once: uv_shutdown() waits for a peer that may never read, and so does the file descriptor.
 *
 * @type {Patch[]}
 */
const UNREAD_MEDIA = [
	{
		file: 'src/handles/TcpConnectionHandle.cpp',
		from: '/* Static methods for UV callbacks. */\n',
		to: '// About a second of video in good quality.\nstatic constexpr size_t MaxUnsentBytes{ 512 * 1024 };\n\n/* Static methods for UV callbacks. */\n',
	},
	{
		file: 'src/handles/TcpConnectionHandle.cpp',
		from: '\tif (len1 == 0 && len2 == 0)\n',
		to: '\tif (\n\t  (len1 == 0 && len2 == 0) ||\n\t  uv_stream_get_write_queue_size(reinterpret_cast<uv_stream_t*>(this->uvHandle)) > MaxUnsentBytes)\n',
	},
	{
		file: 'src/handles/TcpConnectionHandle.cpp',
		from: '\tif (!this->hasError && !this->isClosedByPeer)\n',
		to: '\tif (\n\t  !this->hasError && !this->isClosedByPeer &&\n\t  uv_stream_get_write_queue_size(reinterpret_cast<uv_stream_t*>(this->uvHandle)) == 0)\n',
	},
];

/** All of them, in the order in which they are applied. */
export const PATCHES = [...KERNEL_TLS, ...MODERN_DTLS, ...UNVERIFIED_CONNECTIONS, ...UNREAD_MEDIA];

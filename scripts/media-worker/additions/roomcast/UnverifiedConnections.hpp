// Bounds what strangers can hold of a media port over TCP. mediasoup accepts every connection, gives it a buffer of
// 64 KB with its first byte, and keeps it until its peer closes it: 2000 silent connections of one address to mediasoup
// 3.27.1 were all there after a minute, and would end only with the file descriptors of the worker.
//
// A connection is verified when it brought a STUN Binding request whose MESSAGE-INTEGRITY fits the ICE password of a
// transport (RFC 8445 section 7.3, RFC 5389 section 10.1.2): only somebody in a call has that. Until then
//
// - it has VerifyWithinMs, and no longer;
// - it may send only STUN packets of a transport that exists (see WebRtcServer and TcpConnection in patches.mjs);
// - there are at most MaxPerAddress of one IPv4 address or IPv6 /64, and MaxInAll of a port. One more takes the place of
//   the oldest: a client in good faith is verified one round trip after it connected, so the oldest is hardly ever one.
//
// Verified connections are bounded by mediasoup: a transport keeps eight addresses of its peer, drops the oldest for
// another, and drops all when the consent checks stop (RFC 7675). MaxConnections is the end of both.
#pragma once

#include "handles/TimerHandleInterface.hpp"
#include "RTC/TcpConnection.hpp"
#include "SharedInterface.hpp"
#include <netinet/in.h>
#include <cstring>
#include <list>

namespace roomcast
{
	class UnverifiedConnections : public TimerHandleInterface::Listener
	{
	public:
		static constexpr int64_t VerifyWithinMs{ 8000 };
		static constexpr size_t MaxPerAddress{ 64 };
		static constexpr size_t MaxInAll{ 512 };
		static constexpr size_t MaxConnections{ 8192 };

	private:
		static constexpr int64_t CheckEveryMs{ 500 };

		struct Entry
		{
			RTC::TcpConnection* connection;
			uint64_t address;
			int64_t acceptedAtMs;
		};

	public:
		explicit UnverifiedConnections(SharedInterface* shared)
		  : shared(shared), timer(shared->CreateTimer(this, "roomcast-unverified-connections"))
		{
		}

		UnverifiedConnections(const UnverifiedConnections&)            = delete;
		UnverifiedConnections& operator=(const UnverifiedConnections&) = delete;

		~UnverifiedConnections() override
		{
			delete this->timer;
		}

		/**
		 * A connection was accepted. Closes another one, or this one, where there are too many.
		 *
		 * @param count all connections of the port, this one included
		 */
		void Add(RTC::TcpConnection* connection, size_t count)
		{
			if (count > MaxConnections)
			{
				connection->Abort();

				return;
			}

			const auto address = AddressOf(connection->GetPeerAddress());
			size_t sameAddress{ 0 };

			ForgetVerified();

			for (const auto& entry : this->entries)
			{
				sameAddress += entry.address == address ? 1 : 0;
			}

			if (sameAddress >= MaxPerAddress)
			{
				CloseOldest([address](const Entry& entry) { return entry.address == address; });
			}
			else if (this->entries.size() >= MaxInAll)
			{
				CloseOldest([](const Entry&) { return true; });
			}

			this->entries.push_back({ connection, address, this->shared->GetTimeMs() });

			if (!this->timer->IsActive())
			{
				this->timer->Start(CheckEveryMs, CheckEveryMs);
			}
		}

		/** A connection is about to be deleted. */
		void Remove(const RTC::TcpConnection* connection)
		{
			this->entries.remove_if([connection](const Entry& entry) { return entry.connection == connection; });
		}

		void OnTimer(TimerHandleInterface* /*timer*/) override
		{
			const auto now = this->shared->GetTimeMs();

			ForgetVerified();

			// They are in the order in which they came.
			while (!this->entries.empty() && now - this->entries.front().acceptedAtMs >= VerifyWithinMs)
			{
				CloseOldest([](const Entry&) { return true; });
			}

			if (this->entries.empty())
			{
				this->timer->Stop();
			}
		}

	private:
		void ForgetVerified()
		{
			this->entries.remove_if([](const Entry& entry) { return entry.connection->IsVerified(); });
		}

		template<typename Predicate>
		void CloseOldest(Predicate fits)
		{
			for (auto it = this->entries.begin(); it != this->entries.end(); ++it)
			{
				if (fits(*it))
				{
					auto* connection = it->connection;

					// First out of the list: closing it calls Remove().
					this->entries.erase(it);
					connection->Abort();

					return;
				}
			}
		}

		/** What counts as one address: all of IPv4, also when it is mapped into IPv6, and the /64 of IPv6. */
		static uint64_t AddressOf(const struct sockaddr* address)
		{
			uint64_t key{ 0 };

			if (address->sa_family == AF_INET)
			{
				return reinterpret_cast<const struct sockaddr_in*>(address)->sin_addr.s_addr;
			}

			const auto& ip = reinterpret_cast<const struct sockaddr_in6*>(address)->sin6_addr;

			if (IN6_IS_ADDR_V4MAPPED(&ip))
			{
				std::memcpy(&key, ip.s6_addr + 12, 4);
			}
			else
			{
				std::memcpy(&key, ip.s6_addr, 8);
			}

			return key;
		}

	private:
		// Passed by argument.
		SharedInterface* shared;
		// Allocated by this.
		TimerHandleInterface* timer;
		// Others.
		std::list<Entry> entries;
	};
} // namespace roomcast

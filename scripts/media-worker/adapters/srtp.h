// mediasoup is written against the API of libsrtp 3 (a beta); Debian 12 packages libsrtp 2.5. Two things differ in what
// mediasoup uses: in version 3 a policy is an opaque object with setters, and protecting or unprotecting a packet reads
// from one buffer and writes into another. This header offers the new API on top of the old library.
#pragma once

#include <srtp2/srtp.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

// Codes that version 2 does not know; mediasoup only translates them into text.
#define srtp_err_status_buffer_small static_cast<srtp_err_status_t>(28)
#define srtp_err_status_cryptex_err static_cast<srtp_err_status_t>(29)

namespace roomcast_srtp
{
	struct Policy
	{
		::srtp_policy_t policy{};
		unsigned char key[SRTP_MAX_KEY_LEN]{};
	};

	using PolicyPtr = Policy*;

	inline srtp_err_status_t policy_create(PolicyPtr* policy)
	{
		*policy = new Policy();

		return srtp_err_status_ok;
	}

	inline void policy_destroy(PolicyPtr policy)
	{
		// Through a volatile pointer, so that the compiler does not drop the wiping of memory about to be freed.
		volatile unsigned char* key = policy->key;

		for (size_t i{ 0 }; i < sizeof(policy->key); ++i)
		{
			key[i] = 0;
		}

		delete policy;
	}

	inline srtp_err_status_t policy_set_ssrc(PolicyPtr policy, srtp_ssrc_t ssrc)
	{
		policy->policy.ssrc = ssrc;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t policy_set_profile(PolicyPtr policy, srtp_profile_t profile)
	{
		const auto status = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

		if (status != srtp_err_status_ok)
		{
			return status;
		}

		return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
	}

	inline srtp_err_status_t policy_add_key(
	  PolicyPtr policy,
	  const uint8_t* key,
	  size_t keyLen,
	  const uint8_t* salt,
	  size_t saltLen,
	  const uint8_t* /*mki*/,
	  size_t mkiLen)
	{
		if (mkiLen != 0 || keyLen + saltLen > sizeof(policy->key))
		{
			return srtp_err_status_bad_param;
		}

		std::memcpy(policy->key, key, keyLen);
		std::memcpy(policy->key + keyLen, salt, saltLen);
		policy->policy.key = policy->key;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t policy_set_allow_repeat_tx(PolicyPtr policy, bool allow)
	{
		policy->policy.allow_repeat_tx = allow ? 1 : 0;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t policy_set_window_size(PolicyPtr policy, size_t size)
	{
		policy->policy.window_size = size;

		return srtp_err_status_ok;
	}

	inline srtp_err_status_t create(srtp_t* session, PolicyPtr policy)
	{
		return ::srtp_create(session, &policy->policy);
	}

	// Version 2 works in place, and writes up to `Trailer` bytes behind the packet without knowing the buffer's size.
	template<srtp_err_status_t (*Operation)(srtp_t, void*, int*), size_t Trailer>
	inline srtp_err_status_t run(srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
	{
		if (*outLen < inLen + Trailer)
		{
			return srtp_err_status_buffer_small;
		}

		if (in != out)
		{
			std::memmove(out, in, inLen);
		}

		int len{ static_cast<int>(inLen) };
		const auto status = Operation(session, out, &len);

		*outLen = static_cast<size_t>(len);

		return status;
	}

	inline srtp_err_status_t protect(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
	{
		return run<::srtp_protect, SRTP_MAX_TRAILER_LEN>(session, in, inLen, out, outLen);
	}

	inline srtp_err_status_t protect_rtcp(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/)
	{
		// SRTCP appends its 32-bit index besides the trailer (RFC 3711 section 3.4).
		return run<::srtp_protect_rtcp, SRTP_MAX_TRAILER_LEN + 4>(session, in, inLen, out, outLen);
	}

	inline srtp_err_status_t unprotect(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
	{
		return run<::srtp_unprotect, 0>(session, in, inLen, out, outLen);
	}

	inline srtp_err_status_t unprotect_rtcp(
	  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen)
	{
		return run<::srtp_unprotect_rtcp, 0>(session, in, inLen, out, outLen);
	}
} // namespace roomcast_srtp

// From here on, mediasoup's calls mean the functions above.
#define srtp_policy_t roomcast_srtp::PolicyPtr
#define srtp_policy_create roomcast_srtp::policy_create
#define srtp_policy_destroy roomcast_srtp::policy_destroy
#define srtp_policy_set_ssrc roomcast_srtp::policy_set_ssrc
#define srtp_policy_set_profile roomcast_srtp::policy_set_profile
#define srtp_policy_add_key roomcast_srtp::policy_add_key
#define srtp_policy_set_allow_repeat_tx roomcast_srtp::policy_set_allow_repeat_tx
#define srtp_policy_set_window_size roomcast_srtp::policy_set_window_size
#define srtp_create roomcast_srtp::create
#define srtp_protect roomcast_srtp::protect
#define srtp_protect_rtcp roomcast_srtp::protect_rtcp
#define srtp_unprotect roomcast_srtp::unprotect
#define srtp_unprotect_rtcp roomcast_srtp::unprotect_rtcp
#define srtp_stream_remove srtp_remove_stream

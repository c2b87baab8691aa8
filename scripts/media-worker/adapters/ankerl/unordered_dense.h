// mediasoup includes martinus/unordered_dense, which Debian 12 does not package. The containers of the standard
// library have the same interface wherever mediasoup uses it (and keep references stable across insertions, which the
// dense ones do not), so they stand in under the same names.
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<class T>
	using hash = std::hash<T>;

	template<class K, class V, class H = std::hash<K>, class E = std::equal_to<K>>
	using map = std::unordered_map<K, V, H, E>;

	template<class K, class H = std::hash<K>, class E = std::equal_to<K>>
	using set = std::unordered_set<K, H, E>;
} // namespace ankerl::unordered_dense

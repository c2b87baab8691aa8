import { SignalLow, SignalMedium } from 'lucide-react';
import type { ConnectionQuality } from './rateConnection.ts';

/** A mark for a connection that is not good; nothing when it is. */
export function ConnectionMark({ quality }: { quality: ConnectionQuality }) {
	if (quality === 'good') return null;
	const Icon = quality === 'poor' ? SignalLow : SignalMedium;
	return (
		<Icon
			className={`size-4 shrink-0 ${quality === 'poor' ? 'text-[#ff9a9d]' : 'text-[#ffd08a]'}`}
			aria-label={quality === 'poor' ? 'Poor connection' : 'Weak connection'}
			data-testid="connection-mark"
			data-quality={quality}
		/>
	);
}

import type { Rect } from '@roomcast/picture/layout/geometry';

/** Stands in the strip for those who have no place in it. */
export function MorePeople({ count, rect }: { count: number; rect: Rect }) {
	return (
		<div
			data-testid="more-people"
			style={{ width: rect.width, height: rect.height, transform: `translate(${rect.x}px, ${rect.y}px)` }}
			className="absolute top-0 left-0 grid place-items-center rounded-2xl bg-tile text-lg font-semibold text-soft"
		>
			<span>
				+{count}
				<span className="sr-only"> more people</span>
			</span>
		</div>
	);
}

import type { Option, Override, Round, RoundBody, Words } from '../types';

/** The places of one option, as the API has them. */
export type Places = Pick<Option, 'capacity' | 'minimum' | 'withdrawn'>;

/**
 * What an organiser typed, by option; what was not touched follows what is saved. A number field that is empty holds
 * null or nothing.
 */
export type Edits = Record<string, { [field in keyof Places]?: Places[field] | null }>;

/** Return what stands in the fields: as typed, else as saved. An empty field is no limit, and no minimum. */
export function placesOf(option: Option, edits: Edits): Places {
	const typed = edits[option.option_id] ?? {};
	return {
		capacity: 'capacity' in typed ? (typed.capacity ?? null) : option.capacity,
		minimum: 'minimum' in typed ? (typed.minimum ?? 0) : option.minimum,
		withdrawn: typed.withdrawn ?? option.withdrawn
	};
}

/** Return what stands in the fields and is not saved. */
export function overridesOf(round: Pick<Round, 'options'>, edits: Edits): Override[] {
	return round.options.flatMap((option) => {
		const places = placesOf(option, edits);
		const override: Override = { option_id: option.option_id };
		if (places.capacity !== option.capacity) override.capacity = places.capacity;
		if (places.minimum !== option.minimum) override.minimum = places.minimum;
		if (places.withdrawn !== option.withdrawn) override.withdrawn = places.withdrawn;
		return Object.keys(override).length > 1 ? [override] : [];
	});
}

/** Say what is wrong with places: numbers that are not whole or negative, a minimum above the capacity. */
export function faultOf({ capacity, minimum }: Places): 'number' | 'minimum' | null {
	const whole = (value: number) => value >= 0 && Number.isInteger(value);
	if (!whole(capacity ?? 0) || !whole(minimum)) return 'number';
	return capacity !== null && minimum > capacity ? 'minimum' : null;
}

export const isFaulty = (round: Pick<Round, 'options'>, edits: Edits): boolean =>
	round.options.some((option) => faultOf(placesOf(option, edits)));

/** How people get to an option. */
export interface Journey {
	transport: Words;
	meeting_point: Words;
	meets_at: string | null;
}

/** Return a round's settings whole, as the API takes them: as saved, but for what is given. */
export function bodyOf(
	round: Round,
	{
		edits = {},
		journeys = {},
		...rest
	}: { edits?: Edits; journeys?: Record<string, Journey> } & Partial<Pick<RoundBody, 'rank_until' | 'kinds'>>
): RoundBody {
	return {
		rank_until: round.rank_until,
		kinds: round.kinds,
		...rest,
		options: round.options.map((option) => {
			const { transport, meeting_point, meets_at } = journeys[option.option_id] ?? option;
			return {
				option_id: option.option_id,
				...placesOf(option, edits),
				transport,
				meeting_point,
				meets_at
			};
		})
	};
}

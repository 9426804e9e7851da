/** Which fields of a row stand in its form, in which order; those of follow-up come when there is something to follow. */
export interface RowLayout {
	fields: readonly string[];
	following?: readonly string[];
	/** Fields that need the whole width. */
	wide?: readonly string[];
}

export const LAYOUTS: Record<string, RowLayout> = {
	organisations: { fields: ['name', 'role', 'kind'], wide: ['name'] },
	milestones: { fields: ['title', 'due'], following: ['state', 'met_on'], wide: ['title'] },
	indicators: {
		fields: ['title', 'level', 'unit', 'baseline', 'baseline_year', 'qualitative'],
		wide: ['title']
	},
	periods: { fields: ['ends', 'target'], following: ['actual'] },
	budget: { fields: ['year', 'currency', 'planned', 'source'], following: ['actual'] },
	support: { fields: ['kind', 'text'], wide: ['text'] }
};

export const ACTION_FOLLOWING = ['phase', 'health', 'actual_start', 'actual_end', 'health_note'] as const;

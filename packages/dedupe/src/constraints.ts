/** What a person decided about two sets of articles: that they tell one story, or that they do not. */
export interface Decision {
  readonly action: 'merge' | 'split';
  /** `merge`: one story's articles; `split`: those that were taken out of a story. */
  readonly articleIds: readonly string[];
  /** `merge`: the other story's articles; `split`: those that stayed. */
  readonly otherArticleIds: readonly string[];
}

/** How much of a decision holds beside those that came after it. */
export type Standing = 'holds' | 'holds in part' | 'overridden';

/**
 * What decisions ask of a folding. They speak of articles and never of stories, so that they hold whatever
 * becomes of the stories. Articles of one group are in one story; those of groups that are apart never are.
 */
export interface Constraints {
  readonly groupOf: ReadonlyMap<string, number>;
  /** By group, both ways. */
  readonly apart: ReadonlyMap<number, ReadonlySet<number>>;
}

/** No decision at all. */
export const NO_CONSTRAINTS: Constraints = { groupOf: new Map(), apart: new Map() };

/** The constraints of all decisions, and how each one stands, in the order given. */
export interface Resolved {
  readonly constraints: Constraints;
  readonly standings: readonly Standing[];
}

/**
 * Makes constraints of decisions, given oldest first. Where two contradict each other, also by way of a third,
 * the later wins; what is left of the earlier holds.
 */
export function resolveDecisions(decisions: readonly Decision[]): Resolved {
  const groups = new Bundles<string>();
  const standings = decisions.toReversed().map((decision) => {
    const { articleIds, otherArticleIds } = decision;
    return decision.action === 'merge'
      ? merge(groups, articleIds, otherArticleIds)
      : split(groups, articleIds, otherArticleIds);
  });
  return { constraints: groups.numbered(), standings: standings.reverse() };
}

function merge(groups: Bundles<string>, ids: readonly string[], otherIds: readonly string[]): Standing {
  // In a fixed order: where a later split keeps some apart, each article goes with the first that it may join.
  const firsts: string[] = [];
  for (const id of [...new Set([...ids, ...otherIds])].sort()) {
    const first = firsts.find((one) => groups.mayJoin(one, id));
    if (first === undefined) firsts.push(id);
    else groups.join(first, id);
  }
  if (firsts.length <= 1) return 'holds';
  const roots = new Set(ids.map((id) => groups.rootOf(id)));
  return otherIds.some((id) => roots.has(groups.rootOf(id))) ? 'holds in part' : 'overridden';
}

function split(groups: Bundles<string>, ids: readonly string[], otherIds: readonly string[]): Standing {
  let kept = 0;
  for (const id of ids) {
    for (const other of otherIds) if (groups.part(id, other)) kept += 1;
  }
  if (kept === ids.length * otherIds.length) return 'holds';
  return kept > 0 ? 'holds in part' : 'overridden';
}

/** Disjoint sets, some of which must never be joined. */
class Bundles<T> {
  readonly #above = new Map<T, T>();
  readonly #apart = new Map<T, Set<T>>();

  rootOf(one: T): T {
    let root = one;
    for (let up = this.#above.get(root); up !== undefined; up = this.#above.get(root)) root = up;
    for (let at = one; at !== root; ) {
      const up = this.#above.get(at) ?? root;
      this.#above.set(at, root);
      at = up;
    }
    return root;
  }

  mayJoin(a: T, b: T): boolean {
    return this.#apart.get(this.rootOf(a))?.has(this.rootOf(b)) !== true;
  }

  join(a: T, b: T): void {
    const [kept, gone] = [this.rootOf(a), this.rootOf(b)];
    if (kept === gone) return;
    this.#above.set(gone, kept);
    const enemies = this.#apart.get(gone) ?? [];
    this.#apart.delete(gone);
    for (const enemy of enemies) {
      this.#apart.get(enemy)?.delete(gone);
      this.#setApart(kept, enemy);
    }
  }

  /** Keeps two sets apart from now on; false where they are one already. */
  part(a: T, b: T): boolean {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one !== other) this.#setApart(one, other);
    return one !== other;
  }

  #setApart(one: T, other: T): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = this.#apart.get(from);
      if (known === undefined) this.#apart.set(from, new Set([to]));
      else known.add(to);
    }
  }

  apartFrom(one: T): ReadonlySet<T> {
    return this.#apart.get(this.rootOf(one)) ?? new Set();
  }

  /** Numbers for the sets that have more than one member or are kept apart from another. */
  numbered(this: Bundles<string>): Constraints {
    const roots = new Map<string, number>();
    const numberOf = (root: string): number => {
      const number = roots.get(root) ?? roots.size;
      roots.set(root, number);
      return number;
    };
    const groupOf = new Map<string, number>();
    for (const id of [...this.#above.keys(), ...this.#above.values(), ...this.#apart.keys()]) {
      groupOf.set(id, numberOf(this.rootOf(id)));
    }
    const apart = [...this.#apart].map(
      ([root, enemies]) => [numberOf(root), new Set([...enemies].map(numberOf))] as const,
    );
    return { groupOf, apart: new Map(apart) };
  }
}

/** The texts of a fold, parted where decisions keep copies of one apart: its nodes. */
export interface Parted {
  /** The articles of each node; nodes in the order of their first articles. */
  readonly idsOf: readonly (readonly string[])[];
  /** Which text each node has. */
  readonly textOf: readonly number[];
  /** Each node's group, where a decision names one of its articles. */
  readonly groups: readonly (number | undefined)[];
  readonly apart: Constraints['apart'];
}

interface Part {
  readonly text: number;
  readonly ids: string[];
  readonly group: number | undefined;
}

/**
 * Parts texts, given as their articles and in the order of their first articles, where decisions
 * keep articles of one text apart. Of those that decisions name each goes with the first that it may join; those that none names
 * go with the most of those.
 */
export function partTexts(texts: readonly (readonly string[])[], { groupOf, apart }: Constraints): Parted {
  const textOf = [...texts.keys()];
  if (groupOf.size === 0) return { idsOf: texts, textOf, groups: texts.map(() => undefined), apart };
  const groups = new Bundles<number>();
  for (const [group, enemies] of apart) for (const enemy of enemies) groups.part(group, enemy);
  const parts = texts.flatMap((ids, text) => partsOf([...ids].sort(), text, groupOf, groups));
  parts.sort((a, b) => ((a.ids[0] ?? '') < (b.ids[0] ?? '') ? -1 : 1));
  const roots = parts.map(({ group }) => (group === undefined ? undefined : groups.rootOf(group)));
  return {
    idsOf: parts.map(({ ids }) => ids),
    textOf: parts.map(({ text }) => text),
    groups: roots,
    apart: new Map(roots.flatMap((root) => (root === undefined ? [] : [[root, groups.apartFrom(root)]]))),
  };
}

function partsOf(
  ids: readonly string[],
  text: number,
  groupOf: Constraints['groupOf'],
  groups: Bundles<number>,
): Part[] {
  const parts: Part[] = [];
  const unnamed: string[] = [];
  for (const id of ids) {
    const group = groupOf.get(id);
    if (group === undefined) {
      unnamed.push(id);
      continue;
    }
    const part = parts.find((one) => one.group !== undefined && groups.mayJoin(one.group, group));
    if (part?.group === undefined) parts.push({ text, ids: [id], group });
    else {
      groups.join(part.group, group);
      part.ids.push(id);
    }
  }
  if (parts.length === 0) return [{ text, ids: unnamed, group: undefined }];
  const most = parts.reduce((best, part) => (part.ids.length > best.ids.length ? part : best));
  for (const id of unnamed) most.ids.push(id);
  for (const { ids: own } of parts) own.sort();
  return parts;
}

/** What a linkage asks before it joins two clusters, and tells when it has. */
export interface Joining {
  mayJoin(a: number, b: number): boolean;
  joined(a: number, b: number): void;
  /** Names the set of clusters that are one story, by decisions or joins. */
  rootOf(node: number): number;
}

/**
 * Holds a linkage to the constraints. Clusters that a decision holds together keep their own means, so that an
 * article joins a merged story where it would have joined a part of it; and what may not join one part may
 * join none. `groups` has each node's group.
 */
export function joiningUnder(groups: readonly (number | undefined)[], apart: Constraints['apart']): Joining {
  const bundles = new Bundles<number>();
  const firstOf = new Map<number, number>();
  groups.forEach((group, node) => {
    if (group === undefined) return;
    const first = firstOf.get(group);
    if (first === undefined) firstOf.set(group, node);
    else bundles.join(first, node);
  });
  for (const [group, first] of firstOf) {
    for (const enemy of apart.get(group) ?? []) {
      const other = firstOf.get(enemy);
      if (other !== undefined) bundles.part(first, other);
    }
  }
  return {
    mayJoin: (a, b) => bundles.mayJoin(a, b),
    joined: (a, b) => bundles.join(a, b),
    rootOf: (node) => bundles.rootOf(node),
  };
}

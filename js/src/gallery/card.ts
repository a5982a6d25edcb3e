/** What the cards of both faces have in common. */

export interface Card {
  readonly node: HTMLLIElement;
  /** Draw what the state says now; called within an effect. */
  update(): void;
}

/** The pieces a `rich_text` block is made of, as Slack's composer sends them. Source: Block Kit reference, "Rich text". */

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

export type Inline =
  | { readonly type: 'text'; readonly text: string; readonly style?: Style }
  | { readonly type: 'link'; readonly url: string; readonly text?: string; readonly style?: Style }
  | { readonly type: 'user'; readonly user_id: string; readonly style?: Style }
  | { readonly type: 'usergroup'; readonly usergroup_id: string }
  | { readonly type: 'channel'; readonly channel_id: string; readonly style?: Style }
  | { readonly type: 'broadcast'; readonly range: 'here' | 'channel' | 'everyone' }
  | { readonly type: 'emoji'; readonly name: string; readonly unicode?: string };

export type RichElement =
  | { readonly type: 'rich_text_section'; readonly elements: readonly Inline[] }
  | {
      readonly type: 'rich_text_preformatted';
      readonly elements: readonly Inline[];
      readonly border?: number;
    }
  | { readonly type: 'rich_text_quote'; readonly elements: readonly Inline[] }
  | {
      readonly type: 'rich_text_list';
      readonly style: 'bullet' | 'ordered';
      readonly indent: number;
      readonly elements: readonly {
        readonly type: 'rich_text_section';
        readonly elements: readonly Inline[];
      }[];
    };

/** Names typed after `@` and `#`, looked up. */
export interface Names {
  userId(name: string): string | undefined;
  channelId(name: string): string | undefined;
}

/** Fields and menus of Block Kit as native controls: labelled, reachable by keyboard, and with a value that can be sent. */
import type { Block } from '../../web/protocol.js';
import { type Button, confirmOf, elementsOf, isJson, type Option, optionsOf, textIn } from './pressable.js';

interface OwnBlockProps {
  readonly block: Block;
  readonly ask: (button: Button) => void;
}

export function OwnBlock({ block, ask }: OwnBlockProps) {
  const blockId = textIn(block.block_id);
  if (block.type === 'input') return <Field block={block} blockId={blockId} />;
  return (
    <div className="own-block">
      {block.text === undefined ? null : <p className="own-text">{textIn(block.text)}</p>}
      <div className="own-row">
        {elementsOf(block).map((element) => {
          const actionId = textIn(element.action_id);
          const confirm = confirmOf(element.confirm);
          const pressed = {
            actionId,
            ...(blockId === '' ? {} : { blockId }),
            ...(confirm === undefined ? {} : { confirm }),
          };
          return element.type === 'button' ? (
            <button
              key={actionId}
              type="button"
              className="button"
              data-style={textIn(element.style)}
              onClick={() => ask(pressed)}
            >
              {textIn(element.text)}
            </button>
          ) : (
            <Menu
              key={actionId}
              label={textIn(element.placeholder) || 'More'}
              options={optionsOf(element)}
              choose={(value) => ask({ ...pressed, value })}
            />
          );
        })}
      </div>
    </div>
  );
}

interface MenuProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly choose: (value: string) => void;
}

/** Chosen at once, as Slack's menus are; it falls back to its label, ready for the next choice. */
function Menu({ label, options, choose }: MenuProps) {
  return (
    <select
      className="menu"
      aria-label={label}
      value=""
      onChange={(event) => {
        if (event.target.value !== '') choose(event.target.value);
      }}
    >
      <option value="">{label}</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

/** A field of a form; its name carries block id and action id to {@link valuesOf}. */
function Field({ block, blockId }: { readonly block: Block; readonly blockId: string }) {
  const element = isJson(block.element) ? block.element : {};
  const name = JSON.stringify([blockId, textIn(element.action_id), textIn(element.type)]);
  const options = optionsOf(element);
  const initial = textIn(element.initial_value);
  const required = block.optional !== true;
  return (
    <p className="field">
      <label htmlFor={name}>
        {textIn(block.label)}
        {required ? '' : ' (may stay empty)'}
      </label>
      {options.length > 0 ? (
        <select id={name} name={name} required={required} defaultValue="">
          <option value="">{textIn(element.placeholder) || 'Choose'}</option>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      ) : element.multiline === true ? (
        <textarea id={name} name={name} required={required} defaultValue={initial} rows={4} />
      ) : (
        <input
          id={name}
          name={name}
          required={required}
          defaultValue={initial}
          placeholder={textIn(element.placeholder)}
        />
      )}
      {block.hint === undefined ? null : <small>{textIn(block.hint)}</small>}
    </p>
  );
}

type Values = Record<string, Record<string, Record<string, unknown>>>;

/** Slack's `state.values` of a form made of {@link OwnBlock}s. */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const [key, value] of new FormData(form)) {
    if (typeof value !== 'string' || !key.startsWith('[')) continue;
    const [blockId = '', actionId = '', type = ''] = JSON.parse(key) as readonly string[];
    const chosen = type.endsWith('select') || type === 'radio_buttons';
    const state = chosen
      ? { type, selected_option: { value } }
      : { type, value: value === '' ? null : value };
    values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

import * as React from 'react';

import { ROLES, type Role } from '../../core/notebook/types';
import { ROLE_ICONS } from '../cells/strip';
import { useLab } from '../ui/lab-context';
import { roleWord } from '../ui/words';

interface IRoleGroupProps {
  readonly role: Role | null;
  readonly onChange: (role: Role) => void;
  readonly onClear: () => void;
}

/** What the cell is for: one of six; Backspace takes the role away. */
export function RoleGroup(props: IRoleGroupProps): JSX.Element {
  const { role, onChange, onClear } = props;
  const { trans } = useLab();
  const group = React.useRef<HTMLDivElement>(null);
  const choose = (place: number): void => {
    const next = ROLES[(place + ROLES.length) % ROLES.length];
    onChange(next);
    group.current
      ?.querySelector<HTMLElement>(`[data-role-name="${next}"]`)
      ?.focus();
  };
  const current = role ?? ROLES[0];
  return (
    <div
      ref={group}
      className="jp-KaletteSeg"
      role="radiogroup"
      aria-label={trans.__('Role of the cell')}
      onKeyDown={event => {
        const place = ROLES.indexOf(current);
        if (event.key === 'ArrowRight' || event.key === 'ArrowDown') {
          event.preventDefault();
          choose(place + 1);
        } else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') {
          event.preventDefault();
          choose(place - 1);
        } else if (event.key === 'Backspace' || event.key === 'Delete') {
          event.preventDefault();
          onClear();
        }
      }}
    >
      {ROLES.map(item => {
        const Icon = item === 'step' ? null : ROLE_ICONS[item];
        const isChecked = item === role;
        const word = roleWord(item, trans);
        return (
          <button
            key={item}
            type="button"
            role="radio"
            data-role-name={item}
            aria-checked={isChecked}
            aria-label={word}
            title={word}
            tabIndex={item === current ? 0 : -1}
            onClick={() => onChange(item)}
          >
            {Icon && !isChecked ? <Icon.react tag={null} /> : word}
          </button>
        );
      })}
    </div>
  );
}

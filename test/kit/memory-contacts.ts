import { LOOKUP_MOST, type Contact, type Contacts, type Registration } from "../../functions/kernel/buyers/contacts";

/** Contacts in memory, with the rules of the table. */
export const memoryContacts = () => {
  const people = new Map<string, Contact>();
  const lookups = new Map<string, Set<string>>();
  const registrations = new Map<string, Registration>();
  const contacts: Contacts = {
    add: async (contact, names) => {
      await Promise.resolve();
      if (!people.has(contact.id)) people.set(contact.id, contact);
      for (const name of names) {
        const references = lookups.get(name) ?? new Set();
        if (references.size < LOOKUP_MOST) lookups.set(name, references.add(contact.id));
      }
    },
    erase: async (id, names) => {
      await Promise.resolve();
      for (const name of names) lookups.get(name)?.delete(id);
      people.delete(id);
    },
    find: async (id) => await Promise.resolve(people.get(id)),
    lookUp: async (name) => {
      await Promise.resolve();
      const references = lookups.get(name) ?? new Set<string>();
      return { contacts: [...references].toSorted().flatMap((id) => people.get(id) ?? []), complete: references.size < LOOKUP_MOST };
    },
    noteRegistration: async (id, registration) => {
      await Promise.resolve();
      registrations.set(id, registration);
    },
    registrationOf: async (id) => await Promise.resolve(registrations.get(id)),
  };
  return { ...contacts, people, registrations };
};

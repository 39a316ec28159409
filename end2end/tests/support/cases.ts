import type { Inputs } from "./by-post";
import { nameOf } from "./people";

/** The mother of the citizen who plays `married_adult`, as the register has her. */
export const FATIMA = { nationalId: "000021428", name: nameOf("000021428"), mother: "زهرة", wrongMother: "سميرة" };

/** A child of the citizen who plays `parent`, as the register has it. */
export const CHILD = "000021246";

/** Her son asks for her extract with a wrong name of her mother, so that an officer must look. */
export const ABOUT_FATIMA: Record<string, Inputs> = {
  subject: {
    subject_relation: "parent",
    subject_national_id: FATIMA.nationalId,
    subject_name: FATIMA.name,
    "subject_birth_date.day": "25",
    "subject_birth_date.month": "4",
    "subject_birth_date.year": "1960",
    subject_mother_name: FATIMA.wrongMother,
  },
};

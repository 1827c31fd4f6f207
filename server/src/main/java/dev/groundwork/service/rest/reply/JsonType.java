package dev.groundwork.service.rest.reply;

import dev.groundwork.base.schema.TextTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How PostgreSQL's JSON functions write the values of a type.
 *
 * @param array whether it is an array of such values
 * @see <a href="https://www.postgresql.org/docs/18/functions-json.html">JSON functions</a>
 */
record JsonType(Form form, boolean array) {

  private static final Map<Integer, JsonType> BUILT_IN = builtIn();

  /** How one value is written. */
  enum Form {
    /** As it is, where JSON knows such numbers. */
    NUMBER,
    BOOLEAN,
    /** It is JSON. */
    JSON,
    /** A string of the value's text. */
    TEXT,
    /** A string in the notation of ISO 8601, whatever the date style. */
    DATE,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE
  }

  /**
   * The form of a type; empty where only PostgreSQL knows it: composite types, and those with a
   * cast to JSON.
   */
  static Optional<JsonType> of(int type, TextTypes made) {
    JsonType known = BUILT_IN.get(type);
    if (known != null) {
      return Optional.of(known);
    }
    boolean array = made.arrays().contains(type);
    return array || made.values().contains(type)
        ? Optional.of(new JsonType(Form.TEXT, array))
        : Optional.empty();
  }

  /** Identifiers of PostgreSQL's own types, each with that of its array; they never change. */
  private static Map<Integer, JsonType> builtIn() {
    Map<Integer, JsonType> types = new HashMap<>();
    put(types, Form.NUMBER, 21, 1005, 23, 1007, 20, 1016, 700, 1021, 701, 1022, 1700, 1231);
    put(types, Form.BOOLEAN, 16, 1000);
    put(types, Form.JSON, 114, 199, 3802, 3807);
    put(types, Form.DATE, 1082, 1182);
    put(types, Form.TIMESTAMP, 1114, 1115);
    put(types, Form.TIMESTAMP_WITH_ZONE, 1184, 1185);
    // text, varchar, bpchar, name, char, bytea, uuid, xml
    put(types, Form.TEXT, 25, 1009, 1043, 1015, 1042, 1014, 19, 1003, 18, 1002, 17, 1001);
    put(types, Form.TEXT, 2950, 2951, 142, 143);
    // time, timetz, interval, inet, cidr, macaddr, macaddr8, money, bit, varbit
    put(types, Form.TEXT, 1083, 1183, 1266, 1270, 1186, 1187, 869, 1041, 650, 651, 829, 1040);
    put(types, Form.TEXT, 774, 775, 790, 791, 1560, 1561, 1562, 1563);
    // ranges and multiranges: int4, int8, num, ts, tstz, date
    put(types, Form.TEXT, 3904, 3905, 3926, 3927, 3906, 3907, 3908, 3909, 3910, 3911, 3912, 3913);
    put(types, Form.TEXT, 4451, 6150, 4536, 6157, 4532, 6151, 4533, 6152, 4534, 6153, 4535, 6155);
    // tsvector, tsquery, oid, pg_lsn, point, line, lseg, path, polygon, circle
    put(types, Form.TEXT, 3614, 3643, 3615, 3645, 26, 1028, 3220, 3221, 600, 1017, 628, 629);
    put(types, Form.TEXT, 601, 1018, 602, 1019, 604, 1027, 718, 719);
    // box, whose arrays have another separator
    types.put(603, new JsonType(Form.TEXT, false));
    return Map.copyOf(types);
  }

  private static void put(Map<Integer, JsonType> types, Form form, int... valueThenArray) {
    for (int i = 0; i < valueThenArray.length; i += 2) {
      types.put(valueThenArray[i], new JsonType(form, false));
      types.put(valueThenArray[i + 1], new JsonType(form, true));
    }
  }
}

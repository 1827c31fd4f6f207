package dev.groundwork.service.rest.parse;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads CSV bodies, whose values are strings and whose {@code NULL} is null. */
final class CsvBody {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private static final String NULL = "NULL";

  private final String text;

  private CsvBody(String text) {
    this.text = text;
  }

  /** Reads a body, by columns when asked to. */
  static PayloadParser.Parsed read(byte[] body, boolean byColumns) {
    CsvBody csv = new CsvBody(new String(body, StandardCharsets.UTF_8));
    // PostgreSQL's text has no zero character; what it says about one is about JSON.
    return byColumns && csv.text.indexOf('\0') < 0 ? csv.columns() : csv.json();
  }

  private static PayloadParser.Parsed parsed(List<String> names, Request.Body body) {
    List<String> sorted = List.copyOf(new TreeSet<>(names));
    return new PayloadParser.Parsed(new Payload.Json(MediaType.Plain.CSV, true, sorted), body);
  }

  private PayloadParser.Parsed columns() {
    try (CSVParser lines = open()) {
      List<String> names = lines.getHeaderNames();
      List<ArrayText> columns = Stream.generate(ArrayText::new).limit(names.size()).toList();
      for (CSVRecord line : lines) {
        requireAll(names, line);
        add(columns, line);
      }
      Map<String, BodyColumns.Column> result = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        result.put(names.get(i), columns.get(i).column());
      }
      return parsed(names, new Request.Body.Rows(this::jsonText, new BodyColumns(result)));
    } catch (IOException | UncheckedIOException | IllegalArgumentException malformed) {
      throw unreadable(malformed);
    }
  }

  private static void add(List<ArrayText> columns, CSVRecord line) {
    for (int i = 0; i < columns.size(); i++) {
      String value = line.get(i);
      if (value.equals(NULL)) {
        columns.get(i).missing();
      } else {
        columns.get(i).string(value);
      }
    }
  }

  private PayloadParser.Parsed json() {
    try (CSVParser lines = open()) {
      return parsed(lines.getHeaderNames(), new Request.Body.Text(json(lines)));
    } catch (IOException | UncheckedIOException | IllegalArgumentException malformed) {
      throw unreadable(malformed);
    }
  }

  private String jsonText() {
    try (CSVParser lines = open()) {
      return json(lines);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private CSVParser open() throws IOException {
    CSVParser lines = CSVParser.parse(new StringReader(text), FORMAT);
    if (lines.getHeaderNames().isEmpty()) {
      throw new IllegalArgumentException("the line of names is missing");
    }
    return lines;
  }

  private static String json(CSVParser lines) throws IOException {
    StringWriter json = new StringWriter();
    try (JsonGenerator out = PayloadParser.JSON.createGenerator(json)) {
      List<String> names = lines.getHeaderNames();
      out.writeStartArray();
      for (CSVRecord line : lines) {
        requireAll(names, line);
        writeRow(out, names, line);
      }
      out.writeEndArray();
    }
    return json.toString();
  }

  private static void requireAll(List<String> names, CSVRecord line) {
    if (line.size() != names.size()) {
      throw new ParseProblem.BadBody("All lines must have same number of fields").raise();
    }
  }

  private static void writeRow(JsonGenerator out, List<String> names, CSVRecord line)
      throws IOException {
    out.writeStartObject();
    for (int i = 0; i < names.size(); i++) {
      out.writeFieldName(names.get(i));
      if (line.get(i).equals(NULL)) {
        out.writeNull();
      } else {
        out.writeString(line.get(i));
      }
    }
    out.writeEndObject();
  }

  private static RuntimeException unreadable(Exception malformed) {
    return new ParseProblem.BadBody("CSV cannot be read: " + malformed.getMessage()).raise();
  }
}

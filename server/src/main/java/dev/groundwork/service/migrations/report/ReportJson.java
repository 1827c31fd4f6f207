package dev.groundwork.service.migrations.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.migrations.review.ContractChange;
import dev.groundwork.service.migrations.review.Lock;
import dev.groundwork.service.migrations.review.Sizes;
import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.review.Work;
import dev.groundwork.service.migrations.rules.Checkup;
import dev.groundwork.service.migrations.rules.Finding;
import dev.groundwork.service.migrations.rules.Rule;

/**
 * What is known about files, for programs. Names stay; new ones may come. {@code
 * docs/guide/migrations-in-ci.md} describes them.
 */
public final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RULES = "docs/reference/lint-rules.md#";

  private ReportJson() {}

  /** The answer of {@code migrate lint --json}. */
  public static String lint(Checkup checkup) {
    ObjectNode all = object();
    all.put("refused", checkup.isRefused());
    files(all.putArray("files"), checkup);
    ArrayNode findings = all.putArray("findings");
    checkup.findings().forEach(each -> findings.add(finding(each)));
    return text(all);
  }

  /** The answer of {@code migrate plan --json}. */
  public static String plan(Checkup checkup, Sizes sizes) {
    ObjectNode all = object();
    all.put("pending", checkup.files().size());
    all.put("refused", checkup.isRefused());
    all.put("breaking", checkup.breaksClients());
    all.put("sizesKnown", sizes.known());
    files(all.putArray("files"), checkup);
    ArrayNode statements = all.putArray("statements");
    checkup.review().steps().forEach(step -> statements.add(statement(step, checkup, sizes)));
    ArrayNode contract = all.putArray("contract");
    checkup.contract().forEach(each -> contract.add(contract(each)));
    ArrayNode findings = all.putArray("findings");
    checkup.findings().forEach(each -> findings.add(finding(each)));
    return text(all);
  }

  private static void files(ArrayNode names, Checkup checkup) {
    checkup.files().forEach(file -> names.add(file.name()));
  }

  private static ObjectNode place(Step step) {
    return object().put("file", step.file()).put("line", step.statement().line());
  }

  private static ObjectNode statement(Step step, Checkup checkup, Sizes sizes) {
    ObjectNode node = place(step);
    node.put("sql", step.statement().sql());
    node.put("transaction", !step.alone());
    ArrayNode locks = node.putArray("locks");
    step.locks().forEach(lock -> locks.add(lock(step, lock)));
    ArrayNode held = node.putArray("held");
    step.heldOnItsOwn().forEach(lock -> held.add(lock(step, lock)));
    ArrayNode work = node.putArray("work");
    Work.of(step, checkup.review(), sizes).forEach(each -> work.add(work(each)));
    return node;
  }

  private static ObjectNode lock(Step step, Lock lock) {
    ObjectNode node =
        object()
            .put("table", step.before().relationName(lock.relation()))
            .put("mode", lock.mode().words())
            .put("blocksReads", lock.mode().blocksReads())
            .put("blocksWrites", lock.mode().blocksWrites());
    ArrayNode blocks = node.putArray("blocks");
    lock.mode().blocks().forEach(blocks::add);
    return node;
  }

  private static ObjectNode work(Work work) {
    ObjectNode node = object().put("type", work.type().label()).put("table", work.relation());
    work.size()
        .ifPresent(size ->
            node.put("bytes", size.bytes())
                .put("allBytes", size.allBytes())
                .put("rows", size.rows()));
    work.estimate().ifPresent(time -> node.put("aboutMilliseconds", time.toMillis()));
    return node;
  }

  private static ObjectNode contract(ContractChange change) {
    ObjectNode node =
        object()
            .put("code", change.code())
            .put("subject", change.subject())
            .put("breaking", change.breaking())
            .put("text", change.text());
    change.step().ifPresent(step -> node.setAll(place(step)));
    return node;
  }

  private static ObjectNode finding(Finding finding) {
    Rule rule = finding.rule();
    ObjectNode node =
        place(finding.step())
            .put("code", rule.code())
            .put("name", rule.name())
            .put("severity", rule.isError() ? "error" : "warning")
            .put("subject", finding.subject())
            .put("title", rule.title())
            .put("why", rule.why())
            .put("recipe", rule.recipe())
            .put("page", RULES + rule.code().toLowerCase(java.util.Locale.ROOT));
    finding.allowed().ifPresent(reason -> node.put("allowed", reason));
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report cannot be written as JSON", e);
    }
  }
}

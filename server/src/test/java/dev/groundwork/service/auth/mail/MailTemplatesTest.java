package dev.groundwork.service.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.groundwork.base.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailTemplatesTest {
  private static final MailValues VALUES =
      values(
          "{\"name\":\"Ada"
              + " <b>\",\"n\":3,\"on\":true,\"off\":false,\"list\":[],\"org\":{\"id\":\"x1\"}}",
          "ConfirmationURL",
          "https://app.example.com/auth/v1/verify?token=a&type=signup",
          "Token",
          "123456",
          "Email",
          "o'neil+x@example.com",
          "SiteURL",
          "https://app.example.com",
          "RedirectTo",
          "https://app.example.com/a?b=c&d=\"e\"");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{ .Token }}~123456",
        "{{.Token}}~123456",
        "a{{- .Token -}} b~a123456b",
        "a {{- /* words }} */ -}} b~ab",
        "{{/* words */}}x~x",
        "{{ .Data.name }}~Ada &lt;b&gt;",
        "{{ .Data.org.id }}~x1",
        "{{ .Data.org.none.deeper }}~''",
        "{{ .Data.n }}~3",
        "{{ .Data.org }}~{&#34;id&#34;:&#34;x1&#34;}",
        "{{ .NewEmail }}~''",
        "{{ if .Token }}yes{{ else }}no{{ end }}~yes",
        "{{ if .NewEmail }}yes{{ else }}no{{ end }}~no",
        "{{ if .NewEmail }}1{{ else if .Data.off }}2{{ else if .Data.on }}3{{ else }}4{{ end }}~3",
        "{{ if .Data.list }}yes{{ end }}no~no",
        "{{ if and .Token .NewEmail }}yes{{ else }}no{{ end }}~no",
        "{{ if or .NewEmail .Token }}yes{{ end }}~yes",
        "{{ if not .NewEmail }}yes{{ end }}~yes",
        "{{ if eq .Token \"123456\" }}yes{{ end }}~yes",
        "{{ if eq .Data.n 3 }}yes{{ end }}~yes",
        "{{ if eq .Token `a` `123456` }}yes{{ end }}~yes",
        "{{ if ne .Token \"}}\" }}yes{{ end }}~yes",
        "{{ if and (eq .Token \"123456\") (not (or .NewEmail .Data.off)) }}yes{{ end }}~yes",
        "{{ if .Data.on }}{{ if .Data.off }}1{{ else }}2{{ end }}{{ end }}3~23",
        "{{ or .NewEmail .Data.org.id }}~x1",
        "{ { }} {~{ { }} {",
      })
  void templatesAreFilled(String template, String expected) {
    assertThat(TemplateParser.html("t", template).filled(VALUES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<a href=\"{{ .ConfirmationURL }}\">~"
            + "<a href=\"https://app.example.com/auth/v1/verify?token=a&amp;type=signup\">",
        "<a href=\"{{ .SiteURL }}/x?email={{ .Email }}&next={{ .RedirectTo }}\">~"
            + "<a href=\"https://app.example.com/x?email=o%27neil%2Bx%40example.com&next="
            + "https%3A%2F%2Fapp.example.com%2Fa%3Fb%3Dc%26d%3D%22e%22\">",
        "<p title='{{ .Email }}'>{{ .Email }}</p>~"
            + "<p title='o&#39;neil+x@example.com'>o&#39;neil+x@example.com</p>",
        "<a href=\"{{ if .NewEmail }}{{ .RedirectTo }}{{ else }}{{ .SiteURL }}{{ end }}\">~"
            + "<a href=\"https://app.example.com\">",
        "<style>p { color: red }</style><!-- {{ --><p>{{ .Token }}~no",
        "<style>p { color: red }</style><!-- <a href= --><p>{{ .Token }}~"
            + "<style>p { color: red }</style><!-- <a href= --><p>123456",
        "<br/><img src='x.png' />{{ .Token }}~<br/><img src='x.png' />123456",
        "1 < 2 {{ .Token }}~1 < 2 123456",
      })
  void valuesAreHarmlessInTheirPlace(String template, String expected) {
    if (expected.equals("no")) {
      assertThatThrownBy(() -> TemplateParser.html("t", template))
          .isInstanceOf(ProblemException.class);
    } else {
      assertThat(TemplateParser.html("t", template).filled(VALUES)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "javascript:alert(1)~#",
        "JaVaScRiPt:alert(1)~#",
        " \tjavascript:alert(1)~#",
        "java\tscript:alert(1)~#",
        "data:text/html,x~#",
        "vbscript:x~#",
        "\" onclick=\"x~%22%20onclick=%22x",
        "myapp://callback?x=1~myapp://callback?x=1",
        "/path:x~/path:x",
      })
  void linksRunNothing(String value, String expected) {
    MailValues values = values("{}", "RedirectTo", value);
    assertThat(TemplateParser.html("t", "<a href=\"{{ .RedirectTo }}\">").filled(values))
        .isEqualTo("<a href=\"" + expected + "\">");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "{{ range .Data.list }}{{ end }}~1, column 1: 'range' is not known",
        "{{ .Token | html }}~'|' is not expected here",
        "{{ $x := 1 }}~'$x' is not known",
        "{{ . }}~'.' is not known",
        "{{ .Tokn }}~there is no value .Tokn; is it .Token?",
        "{{ .Token.x }}~there is no value .Token.x",
        "{{ len .Token }}~'len' is not known",
        "{{ template \"x\" }}~'template' is not known",
        "{{ if .Token }}x~{{ if }} without {{ end }}",
        "{{ end }}~{{ end }} without {{ if }}",
        "{{ else }}~{{ else }} without {{ if }}",
        "{{ if .Token }}{{ else }}{{ else }}{{ end }}~without {{ end }}",
        "{{ if }}x{{ end }}~a value is missing",
        "{{ if (eq .Token 1 }}x{{ end }}~a parenthesis is not closed",
        "{{ not .Token .Token }}~too few or too many",
        "{{ .Token~{{ without }}",
        "{{ \"x }}~{{ without }}",
        "<script>x = '{{ .Token }}'</script>~no value can stand here",
        "<p onclick=\"{{ .Token }}\">~no value can stand here",
        "<p style='{{ .Token }}'>~no value can stand here",
        "<p title={{ .Token }}>~no value can stand here",
        "<p {{ .Token }}>~no value can stand here",
        "<{{ .Token }}>~no value can stand here",
        "<!-- {{ .Token }} -->~no value can stand here",
        "{{ if .Token }}<a href=\"{{ else }}<p>{{ end }}~different kinds of HTML",
      })
  void whatIsNotUnderstoodIsToldWithItsPlace(String template, String reason) {
    assertThatThrownBy(() -> TemplateParser.html("recovery, content", template))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("recovery, content, line 1")
        .hasMessageContaining(reason);
  }

  @Test
  void lineAndColumnAreThoseOfTheAction() {
    assertThatThrownBy(() -> TemplateParser.html("t", "<p>\n<b>x</b> {{ nope }}"))
        .hasMessageContaining("line 2, column 10: 'nope'");
  }

  @ParameterizedTest
  @EnumSource(MailKind.class)
  void everyKindHasATemplateOfOurOwn(MailKind kind) {
    MailTemplates templates = new MailTemplates(Map.of());
    Mail mail = templates.mail(kind, "ada@example.org", VALUES);
    assertThat(mail.subject()).isNotBlank().doesNotContain("{{");
    assertThat(mail.html()).startsWith("<!doctype html>").doesNotContain("{{");
    assertThat(mail.text()).isNotBlank().doesNotContain("<", "&amp;", "&#");
    assertThat(MailKind.of(kind.key())).contains(kind);
  }

  @Test
  void projectsBringTheirOwn() {
    MailTemplates templates =
        new MailTemplates(
            Map.of(
                MailKind.RECOVERY,
                new MailTemplates.Custom(
                    Optional.of("Hi {{ .Data.name }}"),
                    Optional.of("<p>Hi &amp; <a href=\"{{ .ConfirmationURL }}\">go</a></p>"))));
    Mail mail = templates.mail(MailKind.RECOVERY, "ada@example.org", VALUES);
    assertThat(mail.subject()).isEqualTo("Hi Ada <b>");
    assertThat(mail.text())
        .isEqualTo("Hi & go: https://app.example.com/auth/v1/verify?token=a&type=signup\n");
  }

  @Test
  void valuesDoNotShowInTextForm() {
    assertThat(VALUES.toString()).doesNotContain("123456");
  }

  private static MailValues values(String data, String... namesAndValues) {
    Map<String, String> texts = new java.util.HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      texts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new MailValues(texts, json(data));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}

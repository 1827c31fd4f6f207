package dev.groundwork.service.auth.webauthn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.text.RandomText;
import dev.groundwork.service.auth.store.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * A browser with an authenticator of software: one ES256 key, attestation "none", written by the
 * specification and not with the library that is tested. What it does wrong is up to the test.
 */
public final class Device {
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final KeyPair keys;
  private final byte[] id;
  private byte[] userHandle = new byte[0];
  private String origin;
  private Optional<String> domain = Optional.empty();
  private boolean verifies = true;
  private boolean counts = true;
  private long counter;

  private Device(KeyPair keys, byte[] id, String origin) {
    this.keys = keys;
    this.id = id;
    this.origin = origin;
  }

  /** A device that shows a page of an origin. */
  public static Device at(String origin) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Device(generator.generateKeyPair(), RandomText.bytes(32), origin);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy that goes on counting by itself. */
  public Device copied() {
    Device copy = new Device(keys, id, origin);
    copy.userHandle = userHandle;
    copy.counter = counter;
    return copy;
  }

  /** Shows another page. */
  public Device showing(String other) {
    origin = other;
    return this;
  }

  /** Signs for another domain than it is asked to. */
  public Device signingFor(String other) {
    domain = Optional.of(other);
    return this;
  }

  /** Does not look who uses it. */
  public Device withoutVerification() {
    verifies = false;
    return this;
  }

  /** Does not count its signatures, as synchronised passkeys. */
  public Device withoutCounter() {
    counts = false;
    return this;
  }

  /** What the device says whose it is. */
  public Device belongingTo(byte[] handle) {
    userHandle = handle.clone();
    return this;
  }

  /** {@code navigator.credentials.create()}: the answer as {@code toJSON} writes it. */
  public ObjectNode create(JsonNode options) {
    userHandle = Bytes.of(options.path("user").path("id").asText()).orElseThrow();
    String rpId = options.path("rp").path("id").asText();
    byte[] client = clientData("webauthn.create", options.path("challenge").asText());
    byte[] object = attestationObject(authenticatorData(rpId, ATTESTED));
    ObjectNode answer = answer();
    ObjectNode response = answer.putObject("response");
    response.put("clientDataJSON", Bytes.text(client));
    response.put("attestationObject", Bytes.text(object));
    response.putArray("transports").add("internal").add("telepathy");
    return answer;
  }

  /** {@code navigator.credentials.get()}. */
  public ObjectNode get(JsonNode options) {
    byte[] client = clientData("webauthn.get", options.path("challenge").asText());
    byte[] data = authenticatorData(options.path("rpId").asText(), 0);
    ObjectNode answer = answer();
    ObjectNode response = answer.putObject("response");
    response.put("clientDataJSON", Bytes.text(client));
    response.put("authenticatorData", Bytes.text(data));
    response.put("signature", Bytes.text(signature(data, client)));
    response.put("userHandle", Bytes.text(userHandle));
    return answer;
  }

  private ObjectNode answer() {
    ObjectNode answer = Json.object();
    answer.put("id", Bytes.text(id)).put("rawId", Bytes.text(id)).put("type", "public-key");
    answer.put("authenticatorAttachment", "platform");
    answer.putObject("clientExtensionResults");
    return answer;
  }

  private byte[] clientData(String type, String challenge) {
    ObjectNode data = Json.object();
    data.put("type", type).put("challenge", challenge);
    data.put("origin", origin).put("crossOrigin", false);
    return data.toString().getBytes(UTF_8);
  }

  private byte[] authenticatorData(String rpId, int more) {
    counter += counts ? 1 : 0;
    int flags = PRESENT | (verifies ? VERIFIED : 0) | more;
    byte[] attested = more == ATTESTED ? attestedData() : new byte[0];
    return ByteBuffer.allocate(37 + attested.length)
        .put(sha256(domain.orElse(rpId).getBytes(UTF_8)))
        .put((byte) flags)
        .putInt((int) counter)
        .put(attested)
        .array();
  }

  private byte[] attestedData() {
    byte[] key = coseKey();
    return ByteBuffer.allocate(18 + id.length + key.length)
        .put(new byte[16])
        .putShort((short) id.length)
        .put(id)
        .put(key)
        .array();
  }

  /** {@code {1: 2, 3: -7, -1: 1, -2: x, -3: y}}: an elliptic curve key of P-256 for ES256. */
  private byte[] coseKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
    out.writeBytes(coordinate(key.getW().getAffineX()));
    out.writeBytes(new byte[] {0x22, 0x58, 0x20});
    out.writeBytes(coordinate(key.getW().getAffineY()));
    return out.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }

  /** <code>{"fmt": "none", "attStmt": {}, "authData": data}</code> */
  private static byte[] attestationObject(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xa3);
    text(out, "fmt");
    text(out, "none");
    text(out, "attStmt");
    out.write(0xa0);
    text(out, "authData");
    out.write(0x59);
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) data.length).array());
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write(0x60 + text.length());
    out.writeBytes(text.getBytes(UTF_8));
  }

  private byte[] signature(byte[] data, byte[] client) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(data);
      signature.update(sha256(client));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A byte of it, changed. */
  public static String damaged(String base64url) {
    byte[] bytes = Bytes.of(base64url).orElseThrow();
    byte[] other = Arrays.copyOf(bytes, bytes.length);
    other[bytes.length - 1] ^= 1;
    return Bytes.text(other);
  }
}

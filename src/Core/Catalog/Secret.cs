using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>
/// A secret in one of its three forms. It never shows its plain text through <see cref="ToString"/>,
/// and only a sealed or digested one can be written as JSON.
/// </summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    private Secret(SecretForm form, string value) => (Form, _value) = (form, value);

    public SecretForm Form { get; }

    /// <summary>As an operator wrote it; lives only between reading a catalog and sealing it.</summary>
    public static Secret Plain(string text) => new(SecretForm.Plain, text);

    /// <summary>Encrypted, reversible by whoever holds the master key.</summary>
    public static Secret Sealed(string envelope) => new(SecretForm.Sealed, envelope);

    /// <summary>A keyed hash in lower-case hexadecimal, not reversible.</summary>
    public static Secret Digest(string hex) => new(SecretForm.Digest, hex);

    /// <summary>The text of this form. For <see cref="SecretForm.Plain"/> that is the secret itself: hand it on, keep it nowhere.</summary>
    public string Reveal() => _value;

    public bool Equals(Secret? other) => other is not null && other.Form == Form && other._value == _value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => HashCode.Combine(Form, _value);

    public override string ToString() => $"[{Form} secret]";
}

/// <summary>What a <see cref="Secret"/> holds.</summary>
public enum SecretForm
{
    Plain,
    Sealed,
    Digest,
}

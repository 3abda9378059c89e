namespace AiGateway.Core.Credentials;

/// <summary>What of a request is signed.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">As it goes over the wire, percent-encoded: a model's <c>:</c> as <c>%3A</c>.</param>
/// <param name="Query">As it goes over the wire, with or without its <c>?</c>; empty without one.</param>
/// <param name="Headers">Those to sign besides the signature's own; <c>host</c> must be among them. Values of one name stay in order.</param>
/// <param name="PayloadHash">SHA-256 of the body, lower-case hexadecimal: <see cref="SigV4Signer.HashOf"/>.</param>
public sealed record SigV4Request(string Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string>> Headers, string PayloadHash);

/// <summary>The headers that prove who sent a request.</summary>
/// <param name="Authorization">Of <c>authorization</c>.</param>
/// <param name="Date">Of <c>x-amz-date</c>.</param>
/// <param name="SecurityToken">Of <c>x-amz-security-token</c>; null for no such header.</param>
public readonly record struct SigV4Signature(string Authorization, string Date, string? SecurityToken);

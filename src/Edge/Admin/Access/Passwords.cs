using System.Security.Cryptography;
using AiGateway.Core.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Access;

/// <summary>Which passwords are taken: long ones, whatever they are made of (NIST SP 800-63B-4, section 3.1.1).</summary>
internal static class Passwords
{
    private const int StampBytes = 12;

    public static ProblemHttpResult? Refuse(string password) =>
        password.Length is >= Administrator.ShortestPassword and <= Administrator.LongestPassword && password.Distinct().Count() > 4
            ? null
            : AdminResults.BadParameter("password", $"{Administrator.ShortestPassword} to {Administrator.LongestPassword} characters, and not the same few again and again; some words in a row are fine");

    /// <summary>Ends the sessions that were begun with another.</summary>
    public static string Stamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(StampBytes));
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace AiGateway.Architecture.Tests;

/// <summary>The habits of this house.</summary>
public sealed partial class HouseTests
{
    private const int LongestFile = 400;
    private const int MedianFile = 60;

    private static readonly string[] EmptyNames = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"];

    [Fact]
    public void Files_are_small()
    {
        var lengths = Product.Sources.ToDictionary(Product.Relative, file => File.ReadLines(file).Count());

        Assert.Empty(lengths.Where(file => file.Value > LongestFile).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Key}: {file.Value} lines")));
        Assert.InRange(lengths.Values.Order().ElementAt(lengths.Count / 2), 1, MedianFile);
    }

    [Fact]
    public void Every_file_has_a_namespace_of_its_folder()
    {
        foreach (var file in Product.Sources.Where(file => Path.GetFileName(file) is not "Program.cs"))
        {
            var names = FileScopedNamespace().Matches(File.ReadAllText(file));
            Assert.True(names.Count == 1, $"{Product.Relative(file)} has {names.Count} file-scoped namespaces.");
            var folder = Path.GetDirectoryName(Product.Relative(file))!.Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(names[0].Groups[1].Value == "AiGateway." + folder, $"{Product.Relative(file)} is in {names[0].Groups[1].Value}.");
        }
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Assert.Empty(
        Product.Assemblies.SelectMany(Product.TypesOf).Where(type => EmptyNames.Any(end => type.Name.EndsWith(end, StringComparison.Ordinal))).Select(type => type.FullName));

    [Fact]
    public void Classes_are_sealed_unless_they_are_made_to_be_derived_from()
    {
        var types = Product.Assemblies.SelectMany(Product.TypesOf).ToList();
        var open = types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !Generated(type) && !Page(type) && types.TrueForAll(other => other.BaseType != type));

        Assert.Empty(open.Select(type => type.FullName));
    }

    [Fact]
    public void No_warning_is_silenced_and_nothing_is_left_to_do()
    {
        var unfinished = Product.Sources.Where(file => File.ReadAllText(file) is var text && (text.Contains("#pragma warning disable", StringComparison.Ordinal)
            || Unfinished().IsMatch(text)));

        Assert.Empty(unfinished.Select(Product.Relative));
    }

    /// <summary>Classes of the console's pages are made of their markup, which cannot say it.</summary>
    private static bool Page(Type type) => type.GetInterfaces().Any(each => each.FullName == "Microsoft.AspNetCore.Components.IComponent") || type.Name == "_Imports";

    private static bool Generated(Type type) =>
        type.Namespace is null || type.Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal) || type.Name is "Program"
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();
}

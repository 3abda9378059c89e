using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace AiGateway.Architecture.Tests;

/// <summary>The product as it was built and as it is written.</summary>
internal static class Product
{
    private const string Prefix = "AiGateway.";

    /// <summary>The assemblies of the product by their short names.</summary>
    public static readonly string[] Assemblies = ["Core", "Grains", "Hosting", "Silo", "Edge"];

    /// <summary>All source files of the product.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        .. Directory.EnumerateFiles(SourceDirectory(), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")),
    ];

    public static Assembly Load(string name) => Assembly.Load(Prefix + name);

    /// <summary>Everything an assembly refers to, by assembly name.</summary>
    public static IReadOnlyList<string> ReferencesOf(string name) => [.. Load(name).GetReferencedAssemblies().Select(reference => reference.Name!)];

    /// <summary>The product's own assemblies that one of them refers to.</summary>
    public static IEnumerable<string> OwnReferencesOf(string name) =>
        ReferencesOf(name).Where(reference => reference.StartsWith(Prefix, StringComparison.Ordinal)).Select(reference => reference[Prefix.Length..]).Order();

    /// <summary>Full names of all types of other assemblies that an assembly's code mentions anywhere.</summary>
    public static IReadOnlySet<string> TypesMentionedBy(string name)
    {
        using var file = new PEReader(File.OpenRead(Load(name).Location));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}").ToHashSet();
    }

    /// <summary>Types somebody wrote, as opposed to those a compiler made.</summary>
    public static IEnumerable<Type> TypesOf(string name) =>
        Load(name).GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal));

    public static string Relative(string file) => Path.GetRelativePath(SourceDirectory(), file);

    public static string SourceDirectory([CallerFilePath] string here = "")
    {
        // In a deterministic build paths are mapped; the output directory then leads to the sources.
        var start = File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory;
        for (var directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "AiGateway.sln")))
                return Path.Combine(directory, "src");
        }
        throw new DirectoryNotFoundException("The sources are not above the tests.");
    }
}

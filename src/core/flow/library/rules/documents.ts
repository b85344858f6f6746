import { rules, type LibraryRules } from './types';

/** Trees of elements, pictures, workbooks and charts. What is taken out of one is a part of it. */
export const DOCUMENT_RULES: readonly LibraryRules[] = [
  [
    // https://www.crummy.com/software/BeautifulSoup/bs4/doc/
    /^bs4\./,
    rules({
      changing: `decompose extract replace_with wrap unwrap insert_before insert_after smooth
      replaceWith`,
      sharing: `find find_all select select_one find_next find_all_next find_previous
      find_all_previous find_parent find_parents find_next_sibling find_next_siblings
      find_previous_sibling find_previous_siblings findAll __getitem__`,
      leaving: 'get_text getText get_attribute_list prettify decode encode'
    })
  ],
  [
    // https://lxml.de/api/
    /^lxml\./,
    rules({
      changing:
        'addnext addprevious replace drop_tree drop_tag make_links_absolute',
      sharing: `find findall xpath getroot iter getparent getchildren getnext getprevious iterfind
      cssselect getroottree iterchildren iterdescendants itersiblings get_element_by_id`
    })
  ],
  [
    // https://docs.python.org/3/library/xml.dom.html
    /^xml\.dom\./,
    rules({
      changing: `appendChild removeChild insertBefore replaceChild setAttribute removeAttribute
      normalize`,
      sharing: 'getElementsByTagName getAttributeNode'
    })
  ],
  [
    // https://pillow.readthedocs.io/en/stable/reference/Image.html
    /^PIL\.(?:Image|ImageOps|ImageEnhance)\b/,
    rules({
      changing:
        'paste putpixel putdata putalpha putpalette thumbnail alpha_composite load draft verify',
      sharing: 'load getpixelaccess'
    })
  ],
  [
    // https://openpyxl.readthedocs.io/en/stable/api/openpyxl.worksheet.worksheet.html
    /^openpyxl\./,
    rules({
      changing: `create_sheet copy_worksheet merge_cells unmerge_cells move_range move_sheet
      cell`,
      sharing:
        'create_sheet get_sheet_by_name copy_worksheet cell iter_rows iter_cols'
    })
  ],
  [
    // https://python-docx.readthedocs.io/en/latest/
    /^docx\./,
    rules({
      sharing:
        'add_paragraph add_heading add_table add_section add_run cell add_row'
    })
  ],
  [
    // https://graphviz.readthedocs.io/en/stable/api.html
    /^graphviz\./,
    rules({ changing: 'node edge edges attr subgraph' })
  ],
  [
    // https://plotly.com/python-api-reference/generated/plotly.graph_objects.Figure.html
    /^plotly\./,
    rules({
      changing: `for_each_trace for_each_xaxis for_each_yaxis for_each_annotation for_each_shape
      for_each_layout_image append_trace plotly_update`,
      sharing: 'select_traces select_xaxes select_yaxes select_annotations'
    })
  ],
  // https://altair-viz.github.io/user_guide/api.html: each method gives a new chart.
  [/^altair\./, rules({ unchanging: 'add_params add_selection' })],
  [
    // https://requests.readthedocs.io/en/latest/api/#requests.Response
    /^(?:requests|httpx)\.(?:get|post|put|patch|delete|head|request)\b/,
    rules({ changing: 'iter_content iter_lines close' })
  ],
  [
    // https://docs.python.org/3/library/email.message.html
    /^email\./,
    rules({
      changing:
        'attach replace_header make_mixed make_related make_alternative clear_content'
    })
  ],
  [
    // https://docs.python.org/3/library/configparser.html
    /^configparser\./,
    rules({ changing: 'read_file read_string read_dict' })
  ]
];
